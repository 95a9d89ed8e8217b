"""In a terminal each event waits for a key."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reporting.replaying.archives import raws_of
from tests.reporting.replaying.test_form import told
from tests.reporting.story import CAMPAIGN, TOWN
from tests.support.simulated_logs import write_logs

EVENT = re.compile(rb"(registry|hazards) (\d+)  \w+\.\w+  ")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_logs(tmp_path / "logs", raws_of(told()))


def seen(terminal: int, pattern: "re.Pattern[bytes]") -> bytes:
    """All that is said until it is there and nothing more comes."""
    said, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 65536)
        elif pattern.search(said):
            break
    return said


def test_one_event_a_key_and_the_next_change(archive: Path) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable, "-m", "deploy.cli", "audit", "step", "--from", str(archive), "--campaign", CAMPAIGN,
        "--township", TOWN, "--at", "registry:40,hazards:60",
    ]  # fmt: skip
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        assert len(EVENT.findall(seen(ours, EVENT))) == 1
        for key in (b"n", b"c"):
            os.write(ours, key)
            assert len(EVENT.findall(told_after := seen(ours, EVENT))) == 1
        assert "→".encode() in told_after
        os.write(ours, b"?")
        assert b"quit" in seen(ours, re.compile(b"quit"))
        os.write(ours, b"q")
        assert running.wait(30) == 0
    finally:
        running.kill()
        running.wait()
        os.close(ours)
