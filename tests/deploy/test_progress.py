"""Progress lines: with seconds, and harmless when nobody reads them any more."""

import os
import re

import pytest

from deploy.embedded.progress import Progress


def test_a_step_is_said_with_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress().step("Postgres is running"):
        assert capsys.readouterr().out == ""
    assert re.fullmatch(r"\[ +\d+\.\d s\] Postgres is running \(\d+\.\d s\)\n", capsys.readouterr().out)


def test_a_closed_pipe_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb", buffering=0) as unread, monkeypatch.context() as patched:
        patched.setattr("sys.stdout", Gone(unread.fileno()))
        Progress().say("Stopping …")


class Gone:
    """A standard output whose reader has ended."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def flush(self) -> None:
        os.fsync(self._descriptor)
