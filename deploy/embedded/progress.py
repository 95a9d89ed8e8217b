"""One line on the terminal for each step, with the seconds it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from shared.characters import shown


class Progress:
    def __init__(self, to: TextIO | None = None) -> None:
        """On stdout, or where results must be alone there, elsewhere."""
        self._began, self._to = time.monotonic(), to

    def say(self, text: str) -> None:
        # A terminal or a pipe that is gone must keep nobody from stopping in order.
        with suppress(OSError, ValueError):
            told = "\n".join(map(shown, text.split("\n")))
            to = self._to or sys.stdout
            to.write(f"[{time.monotonic() - self._began:6.1f} s] {told}\n")
            to.flush()

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Said when it is done: a line that stands there is true."""
        began = time.monotonic()
        yield
        self.say(f"{text} ({time.monotonic() - began:.1f} s)")
