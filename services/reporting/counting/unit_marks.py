"""Where a unit counts: the stock of active units and their grades, for its department and for its village."""

from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE


def unit_marks(unit: str, context: Context) -> list[Mark]:
    """By its own grade, village and department, and only its own: what was merged into it adds nothing."""
    known = context.background.units.get(unit)
    if known is None or context.background.counted_unit(unit) != unit:
        return []
    state = known.before(context.period.limit)
    if state is None or not state.active:
        return []
    marks = []
    for filer, kind in ((state.department, DEPARTMENT), (state.village, VILLAGE)):
        if filer is None or context.kind(filer) != kind:
            continue
        marks.append(Mark(filer, "units", unit, 1, state.behind))
        if state.grade is not None:
            marks.append(Mark(filer, f"units_{state.grade}", unit, 1, state.behind))
    return marks
