"""The event that something derived goes back to: by when it was recorded the first of several is found."""

from typing import NamedTuple

from services.reporting.counting.mark import Mark, Need
from services.reporting.fresh_fold.scratch import DERIVED, Scratch
from services.reporting.subjects.dated import AsSaid
from services.reporting.subjects.kept import LOG_OF_KIND
from shared.read_model.entry import Entry

_RECORDED = f"select recorded from provenance where side = {DERIVED} and log = ? and position = ?"  # noqa: S608


class EventAt(NamedTuple):
    log: str
    position: int


NOWHERE = EventAt("", 0)
"""No event leads there."""


def recorded(scratch: Scratch, event: EventAt) -> int:
    """Microseconds since 1970; 0 for none that was derived from."""
    found = scratch.database.execute(_RECORDED, event).fetchone()
    return found[0] if found else 0


def completing(scratch: Scratch, mark: Mark) -> EventAt:
    """The last recorded of those events that put it there together."""
    entries = [entry for entry in map(_entry, mark.behind) if entry is not None]
    events = [EventAt(LOG_OF_KIND[entry.type.partition(".")[0]], entry.position) for entry in entries]
    return max(events, key=lambda event: (recorded(scratch, event), event))


def _entry(need: Need) -> Entry | None:
    """None where nothing was said."""
    said = [each.entry for each in need.said] if isinstance(need, AsSaid) else need[:1]
    return said[-1] if said else None
