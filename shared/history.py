"""What an aggregate keeps: its entries as recorded, none ever dropped.

A fact taken back is as if it had never been sent, and its taking back can itself be taken back; both are
answered by reading the entries, so that deciding and counting agree on what holds at a moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from shared.decider import Recorded
from shared.events.voiding import FactVoided

_IN_ORDER = attrgetter("occurred", "position")


def effective(entries: Sequence[Recorded]) -> list[Recorded]:
    """The entries that hold; given and returned as recorded, the takings back themselves left out."""
    if not any([isinstance(entry.data, FactVoided) for entry in entries]):  # noqa: C419 - quicker than lazily
        return list(entries)
    taken_back: set[int] = set()
    holding: list[Recorded] = []
    for entry in reversed(entries):
        if entry.position in taken_back:
            continue
        if isinstance(entry.data, FactVoided):
            taken_back.add(entry.data.voids)
        else:
            holding.append(entry)
    holding.reverse()
    return holding


def as_of(entries: Sequence[Recorded], moment: datetime) -> list[Recorded]:
    """The entries that hold and occurred up to and including the moment, ties in recorded order."""
    return sorted([entry for entry in effective(entries) if entry.occurred <= moment], key=_IN_ORDER)


@dataclass(frozen=True, slots=True)
class History:
    """The state of every aggregate here: what a rule asks about is folded from the entries."""

    entries: tuple[Recorded, ...] = ()

    def with_entry(self, entry: Recorded) -> "History":
        return History((*self.entries, entry))

    @property
    def introduction(self) -> Recorded | None:
        """The first entry: the one that introduced the subject."""
        return self.entries[0] if self.entries else None

    def effective(self) -> list[Recorded]:
        return effective(self.entries)

    def as_of(self, moment: datetime) -> list[Recorded]:
        return as_of(self.entries, moment)
