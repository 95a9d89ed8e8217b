"""Why a penalty puts neither its unit nor its fine into a cell."""

from collections.abc import Sequence

from services.reporting.counting.crediting import Credit
from services.reporting.subjects.penalty import fine_of
from services.reporting.why_not.rules.acts import of_others, outside
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.of_unit import unit_voided
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.subject import introduction, voided
from shared.aggregates.organisation_kinds import DEPARTMENT
from shared.read_model.entry import Entry


def penalty_reason(in_force: Sequence[Entry], cell: Cell) -> Reason | None:
    """Of one that was brought in."""
    decision = introduction("penalty", in_force)
    gone = voided("penalty", in_force) or _revoked(in_force, cell)
    if decision is None or gone is not None:
        return gone
    by, fines = decision.data["by"], cell.column == "fines"
    credited = [Credit(by)] if cell.context.kind(by) == DEPARTMENT else []
    return (
        outside(decision, cell.context)
        or (Reason("no_fine", (decision,)) if fines and fine_of(decision.data) <= 0 else None)
        or of_others(decision, credited, cell)
        or (None if fines else unit_voided(decision, cell.context.background))
    )


def _revoked(in_force: Sequence[Entry], cell: Cell) -> Reason | None:
    if cell.context.policy.revoked_penalties_count:
        return None
    revoked = (entry for entry in in_force if entry.type == "penalty.revoked")
    first = next((entry for entry in revoked if not cell.context.past(entry.occurred)), None)
    return None if first is None else Reason("revoked", (first,))
