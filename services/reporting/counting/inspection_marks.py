"""Where an inspection counts."""

from collections.abc import Sequence

from services.reporting.counting.context import Context
from services.reporting.counting.crediting import inspectors
from services.reporting.counting.mark import Mark
from services.reporting.subjects.corrections import unless_voided
from shared.read_model.entry import Entry


def inspection_marks(in_force: Sequence[Entry], context: Context) -> list[Mark]:
    """The unit inspected counts for each department credited; once more when a leader took part."""
    visit = unless_voided(in_force, "inspection.completed", "inspection.voided")
    if visit is None or not context.covers(visit.occurred):
        return []
    data = visit.data
    named = data["unit_id"]
    unit = context.background.counted_unit(named)
    if unit is None:
        return []
    act = ((visit,), *(context.background.unit_links(named, unit) if unit != named else ()))
    leading = context.background.leading(data["participants"], visit.occurred)
    marks = []
    for filer, credited in inspectors(data["by"], data.get("with", ()), named, visit.occurred, context):
        marks.append(Mark(filer, "inspected", unit, 1, act + credited))
        if leading:
            marks.append(Mark(filer, "inspected_by_leader", unit, 1, (*act, *credited, leading)))
    return marks
