"""Why an inspection does not put its unit into a cell."""

from collections.abc import Sequence

from services.reporting.counting.crediting import inspectors
from services.reporting.why_not.rules.acts import of_others, outside
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.of_unit import unit_voided
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.subject import introduction, voided
from shared.read_model.entry import Entry


def visit_reason(in_force: Sequence[Entry], cell: Cell) -> Reason | None:
    """Of one that was brought in."""
    visit = introduction("inspection", in_force)
    gone = voided("inspection", in_force)
    if visit is None or gone is not None:
        return gone
    data = visit.data
    credited = inspectors(data["by"], data.get("with", ()), data["unit_id"], visit.occurred, cell.context)
    return (
        outside(visit, cell.context)
        or of_others(visit, credited, cell)
        or unit_voided(visit, cell.context.background)
        or _no_leader(visit, cell)
    )


def _no_leader(visit: Entry, cell: Cell) -> Reason | None:
    if cell.column != "inspected_by_leader":
        return None
    leading = cell.context.background.leading(visit.data["participants"], visit.occurred)
    return None if leading else Reason("no_leader", (visit,))
