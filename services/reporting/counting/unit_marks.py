"""Where a unit counts: the stock of active units and their grades, for its department and for its village."""

from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.subjects.dated import before
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE


def unit_marks(unit: str, context: Context) -> list[Mark]:
    """By its own grade, village and department, and only its own: what was merged into it adds nothing."""
    known = context.background.units.get(unit)
    if known is None or context.background.counted_unit(unit) != unit:
        return []
    limit = context.period.limit
    registered = known.registered_before(limit)
    if registered is None:
        return []
    grade = before(known.grades, limit)
    marks = []
    for filers, kind in ((known.departments, DEPARTMENT), (known.villages, VILLAGE)):
        filer = before(filers, limit)
        if filer.value is None or context.kind(filer.value) != kind:
            continue
        behind = ((registered,), filer)
        marks.append(Mark(filer.value, "units", unit, 1, behind))
        if grade.value is not None:
            marks.append(Mark(filer.value, f"units_{grade.value}", unit, 1, (*behind, grade)))
    return marks
