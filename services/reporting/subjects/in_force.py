"""Which entries of a subject hold, in the order they occurred."""

from collections.abc import Sequence
from operator import attrgetter

from services.reporting.subjects.entry import Entry
from shared.aggregates.in_force import holding
from shared.events.voiding import FactVoided

_OCCURRED = attrgetter("occurred", "position")
_RECORDED = attrgetter("position")


def effective(entries: Sequence[Entry]) -> list[Entry]:
    """Those that hold, by occurred time, ties by recording."""
    if len(entries) == 1:
        return list(entries)
    if all(entry.type != FactVoided.type for entry in entries):
        return sorted(entries, key=_OCCURRED)
    return sorted(holding(sorted(entries, key=_RECORDED), _taken_back_by), key=_OCCURRED)


def _taken_back_by(entry: Entry) -> int | None:
    return entry.data["voids"] if entry.type == FactVoided.type else None


def last_recorded(entries: Sequence[Entry], type_name: str) -> Entry | None:
    """A correction holds for every date, so of several the last one recorded is the one that stands."""
    return max((entry for entry in entries if entry.type == type_name), key=_RECORDED, default=None)


def unless_voided(holding: Sequence[Entry], introduced: str, voided: str) -> Entry | None:
    """The introducing entry, unless the subject as a whole was voided."""
    if any(entry.type == voided for entry in holding):
        return None
    return next((entry for entry in holding if entry.type == introduced), None)
