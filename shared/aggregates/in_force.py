"""What holds of a subject: a fact taken back is as if it had never been sent."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar


class Positioned(Protocol):
    """An entry as a reader of the log keeps it."""

    @property
    def position(self) -> int: ...


Entry = TypeVar("Entry", bound=Positioned)


def holding(entries: Sequence[Entry], taken_back_by: Callable[[Entry], int | None]) -> list[Entry]:
    """Entries of one subject, given as recorded, without those taken back and without the takings back.

    `taken_back_by` says which position an entry takes back, None for any other. A taking back can itself be
    taken back, always by a later one: hence the walk from the last to the first.
    """
    taken_back: set[int] = set()
    kept: list[Entry] = []
    for entry in reversed(entries):
        if entry.position in taken_back:
            continue
        position = taken_back_by(entry)
        if position is None:
            kept.append(entry)
        else:
            taken_back.add(position)
    kept.reverse()
    return kept
