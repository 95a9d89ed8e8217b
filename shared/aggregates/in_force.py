"""What is in force of a subject: a fact taken back is as if it had never been sent."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Protocol, TypeVar


class Retractable(Protocol):
    """An entry as an aggregate or a reader of the log keeps it."""

    @property
    def position(self) -> int: ...

    @property
    def occurred(self) -> Any: ...

    @property
    def retracts(self) -> int | None:
        """The position that it takes back; None for any other entry."""


Entry = TypeVar("Entry", bound=Retractable)

_AS_IT_HAPPENED = attrgetter("occurred", "position")


def without_retracted(entries: Sequence[Entry]) -> list[Entry]:
    """Entries of one subject, given as recorded, without those taken back and without the retractions.

    A retraction can itself be taken back, always by a later one: hence the walk from the last to the first.
    """
    taken_back: set[int] = set()
    kept: list[Entry] = []
    for entry in reversed(entries):
        if entry.position in taken_back:
            continue
        if entry.retracts is None:
            kept.append(entry)
        else:
            taken_back.add(entry.retracts)
    kept.reverse()
    return kept


def retracted_by(entries: Sequence[Retractable]) -> dict[int, int]:
    """By the position of what was taken back, that of the retraction: of several that stand the first one."""
    back: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.retracts is not None and entry.position not in back:
            back[entry.retracts] = entry.position
    return back


def as_it_happened(entries: Iterable[Entry]) -> list[Entry]:
    """By when they occurred, ties by recording."""
    return sorted(entries, key=_AS_IT_HAPPENED)
