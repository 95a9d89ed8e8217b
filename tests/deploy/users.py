"""Running something as a program of the deployment would run, started by root."""

import os
import sys
from pathlib import Path

import pytest

from deploy.servers.identity import Identity
from deploy.servers.log_file import tail
from deploy.servers.process import Launch, start

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")


def run_as(identity: Identity | None, code: str, folder: Path, *needs: Path, low_port: bool = False) -> str:
    """What the Python code prints, or why it failed."""
    log = folder / "run_as.log"
    log.unlink(missing_ok=True)
    command = (sys.executable, "-c", code)
    launch = Launch("code", command, log, identity=identity, needs=needs, low_port=low_port)
    process = start(launch)
    process.wait(30)
    process.heard_out()
    return tail(log, 100_000)
