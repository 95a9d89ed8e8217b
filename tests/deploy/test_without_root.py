"""`paicha up` as a user without rights: nothing of it needs root."""

import os
import signal
import sys
import time
from pathlib import Path

import httpx
import pytest

from deploy.servers.launcher import NOBODY
from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.process import Launch, start, stop, tail
from tests.deploy.processes import using
from tests.e2e.deployment import PATIENCE


@pytest.mark.skipif(os.geteuid() != 0, reason="without root, every other test shows it")
def test_it_starts_and_stops_as_nobody(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)
    command = (sys.executable, "-m", "deploy.cli", "up", "--data", str(data), "--port", str(port))
    launch = Launch("up", command, tmp_path / "up.log", dict(os.environ), Path.cwd(), unprivileged=True)
    process = start(launch)
    try:
        deadline = time.monotonic() + PATIENCE
        while "Ready." not in tail(launch.log, 100):
            assert process.poll() is None, tail(launch.log)
            assert time.monotonic() < deadline, tail(launch.log)
            time.sleep(0.2)
        assert (data / "postgres").stat().st_uid == NOBODY
        assert httpx.get(f"http://{LOOPBACK}:{port}/reporting/health/ready").status_code == httpx.codes.OK
    finally:
        stop(process, signal.SIGINT, patience=PATIENCE)
    assert process.returncode == 0
    assert using(data) == []
