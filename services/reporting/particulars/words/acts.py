"""The events that put something into a cell, or would: each once, as it happened."""

from services.reporting.lineage.cell import Counted
from services.reporting.lineage.sources import source_of
from shared.aggregates.in_force import as_it_happened
from shared.read_model.entry import Entry


def acts_of(counted: Counted, type_: str) -> list[Entry]:
    each = {source_of(entry): entry for entry in (*counted.events, *counted.also) if entry.type == type_}
    return as_it_happened(each.values())


_GRADED = ("unit.graded", "unit.registered")
_REFERRED, _VISITED, _DECIDED = ("hazard.referred",), ("inspection.completed",), ("penalty.imposed",)

DECISIVE: dict[str, tuple[str, ...]] = {
    "units": ("unit.registered",),
    "units_red": _GRADED,
    "units_orange": _GRADED,
    "units_yellow": _GRADED,
    "units_blue": _GRADED,
    "inspected": _VISITED,
    "inspected_by_leader": _VISITED,
    "hazards_found": ("hazard.found",),
    "hazards_closed": ("hazard.closed",),
    "major_found": ("hazard.regraded", "hazard.found"),
    "major_closed": ("hazard.closed",),
    "referred_to_district": _REFERRED,
    "referred_to_town": _REFERRED,
    "supervised": ("hazard.supervision_ordered",),
    "penalised": _DECIDED,
    "fines": _DECIDED,
    "cases_referred": ("case.referred",),
}


def decisive(column: str, counted: Counted) -> Entry:
    """The event that made it count in this column, rather than what it is about."""
    return next(entry for type_ in DECISIVE[column] for entry in counted.events if entry.type == type_)
