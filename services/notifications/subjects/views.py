"""From a subject's entries to the document kept of it: one pure function per kind."""

from collections.abc import Callable, Sequence

from services.notifications.subjects.directory import latest_view, official_view, unit_view
from services.notifications.subjects.filing import filing_view
from services.notifications.subjects.hazard import hazard_view
from shared.json_types import JsonObject
from shared.read_model.entry import Entry

_VIEWS: dict[str, Callable[[str, Sequence[Entry]], JsonObject]] = {
    "organisation": latest_view,
    "working_group": latest_view,
    "campaign": latest_view,
    "official": official_view,
    "unit": unit_view,
    "hazard": hazard_view,
    "filing": filing_view,
}


def view_of(kind: str, subject: str, entries: Sequence[Entry]) -> JsonObject:
    return _VIEWS[kind](subject, entries)
