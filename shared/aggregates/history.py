"""What an aggregate keeps: its entries as recorded, none ever dropped.

A fact taken back is as if it had never been sent, and its taking back can itself be taken back.
"""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import NamedTuple

from shared.aggregates.decider import Recorded
from shared.aggregates.in_force import as_it_happened, without_retracted
from shared.events.base import Event
from shared.events.voiding import FactVoided


class History(NamedTuple):
    """The state of every aggregate here: what a rule asks about is folded from the entries."""

    entries: tuple[Recorded, ...] = ()
    in_force: tuple[Recorded, ...] = ()
    """Those that hold, as recorded: neither what was taken back nor the takings back themselves."""

    @classmethod
    def of(cls, entries: Iterable[Recorded]) -> "History":
        """Of a whole stream, in recorded order: as if entry by entry, in one go however long it is."""
        recorded = tuple(entries)
        if any(isinstance(entry.data, FactVoided) for entry in recorded):
            return cls(recorded, tuple(without_retracted(recorded)))
        return cls(recorded, recorded)

    def with_entry(self, entry: Recorded) -> "History":
        entries = (*self.entries, entry)
        if isinstance(entry.data, FactVoided):
            return History(entries, tuple(without_retracted(entries)))
        if self.in_force is self.entries:
            return History(entries, entries)
        return History(entries, (*self.in_force, entry))

    @property
    def introduction(self) -> Recorded | None:
        """The first entry: the one that introduced the subject."""
        return self.entries[0] if self.entries else None

    def holds(self, event: type[Event]) -> bool:
        """Whether such an event holds, whenever it occurred."""
        return any([type(entry.data) is event for entry in self.in_force])  # noqa: C419 - quicker than lazily

    def as_of(self, moment: datetime, only: Container[type[Event]] | None = None) -> list[Recorded]:
        """What holds and occurred up to and including the moment, in that order; ties as recorded."""
        chosen = (
            self.in_force if only is None else [entry for entry in self.in_force if type(entry.data) in only]
        )
        return as_it_happened([entry for entry in chosen if entry.occurred <= moment])
