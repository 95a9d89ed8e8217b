"""The logs as they are stored: what a derivation reads, wherever it lies."""

from collections.abc import Iterable, Iterator
from typing import Protocol

FACTS = ("registry", "hazards")
"""What figures are folded from."""
SIGNED = "reporting"
"""Where it stands what was signed."""
LOGS = (*FACTS, SIGNED)


class StoredLogs(Protocol):
    """One event after the other, as bytes. A place is where one can be read again."""

    def walk(self, log: str) -> Iterator[tuple[int, bytes]]:
        """Place and bytes of each, from the first on."""
        ...

    def read(self, log: str, places: Iterable[int]) -> Iterator[bytes]: ...
