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
    unit = context.background.counted_unit(data["unit_id"])
    if unit is None:
        return []
    led = context.background.led(data["participants"], visit.occurred)
    columns = ("inspected", "inspected_by_leader") if led else ("inspected",)
    filers = inspectors(data["by"], data.get("with", ()), data["unit_id"], visit.occurred, context)
    return [Mark(filer, column, unit, 1, (visit.position,)) for filer in sorted(filers) for column in columns]
