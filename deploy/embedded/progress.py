"""One line on the terminal for each step, with the seconds it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from shared.characters import shown


class Progress:
    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        # A terminal or a pipe that is gone must keep nobody from stopping in order.
        with suppress(OSError, ValueError):
            told = "\n".join(map(shown, text.split("\n")))
            sys.stdout.write(f"[{time.monotonic() - self._began:6.1f} s] {told}\n")
            sys.stdout.flush()

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Said when it is done: a line that stands there is true."""
        began = time.monotonic()
        yield
        self.say(f"{text} ({time.monotonic() - began:.1f} s)")
