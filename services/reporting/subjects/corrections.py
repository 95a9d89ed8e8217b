"""What corrections leave standing: they hold for every date, whatever their own."""

from collections.abc import Sequence
from operator import attrgetter

from shared.read_model.entry import Entry

_RECORDED = attrgetter("position")


def last_recorded(entries: Sequence[Entry], type_name: str) -> Entry | None:
    """Of several the last one recorded is the one that stands."""
    return max((entry for entry in entries if entry.type == type_name), key=_RECORDED, default=None)


def unless_voided(in_force: Sequence[Entry], introduced: str, voided: str) -> Entry | None:
    """The introducing entry, unless the subject as a whole was voided."""
    first: Entry | None = None
    for entry in in_force:
        if entry.type == voided:
            return None
        if first is None and entry.type == introduced:
            first = entry
    return first
