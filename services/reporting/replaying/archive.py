"""The logs as somebody holds them: what a replay reads, wherever and however they lie."""

from collections.abc import Iterator
from typing import Protocol


class Archive(Protocol):
    @property
    def logs(self) -> tuple[str, ...]:
        """Those that it holds, in alphabetical order."""
        ...

    def last(self, log: str) -> int:
        """The last position; 0 for a log without events."""
        ...

    def closed(self, log: str) -> int:
        """Whatever the log recorded up to this moment (microseconds since 1970) is in it: at least the last
        event's own."""
        ...

    def read(self, log: str, last: int) -> Iterator[tuple[int, bytes]]:
        """Position and stored bytes of each event from the first to `last`, in order, as one chain. Raises
        `archive_broken` where they are none."""
        ...
