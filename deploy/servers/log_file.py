"""What a program prints, kept in files of bounded size and number, the newest in the one without a number.

It comes through a pipe: a file that the program itself holds open can't be exchanged without losing lines.
"""

import logging
from contextlib import closing
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

LARGEST = 8 * 1024 * 1024
KEPT = 3
"""Older files beside the one that is written: a program's logs take up to 32 MiB."""
_LONGEST_LINE = 64 * 1024


class _Lines(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A full disk costs lines. It must not cost the program, which waits when nobody reads its pipe."""


def keep(printed: IO[bytes], log: Path) -> None:
    """Until nobody is left who could print. Whoever starts on the same files later goes on with them."""
    lines = _Lines(log, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
    with printed, closing(lines):
        while line := printed.readline(_LONGEST_LINE):
            text = line.decode("utf-8", "backslashreplace").removesuffix("\n")
            lines.handle(logging.makeLogRecord({"msg": text}))


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, for the sentence that says why a program did not start."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])
