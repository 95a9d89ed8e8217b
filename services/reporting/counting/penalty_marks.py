"""Where a penalty counts: the unit penalised, and the fine."""

from collections.abc import Sequence

from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.subjects.corrections import unless_voided
from services.reporting.subjects.penalty import fine_of
from shared.aggregates.organisation_kinds import DEPARTMENT
from shared.read_model.entry import Entry


def penalty_marks(penalty: str, in_force: Sequence[Entry], context: Context) -> list[Mark]:
    """The unit penalised, and the fine; whether a later revocation undoes both is the policy's."""
    decision = unless_voided(in_force, "penalty.imposed", "penalty.voided")
    if decision is None or not context.covers(decision.occurred):
        return []
    by, fine = decision.data["by"], fine_of(decision.data)
    revoked = any(entry.type == "penalty.revoked" and not context.past(entry.occurred) for entry in in_force)
    if context.kind(by) != DEPARTMENT or (revoked and not context.policy.revoked_penalties_count):
        return []
    act, named = ((decision,),), decision.data["unit_id"]
    unit = context.background.counted_unit(named)
    marks = []
    if unit is not None:
        marks.append(Mark(by, "penalised", unit, 1, (*act, *context.background.unit_links(named, unit))))
    if fine > 0:
        marks.append(Mark(by, "fines", penalty, fine, act))
    return marks
