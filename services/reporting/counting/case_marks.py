"""Where a case counts."""

from collections.abc import Sequence

from services.reporting.counting.context import Context
from services.reporting.counting.mark import AnyOf, Mark
from services.reporting.subjects.corrections import last_recorded
from shared.aggregates.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT
from shared.read_model.entry import Entry


def case_marks(case: str, in_force: Sequence[Entry], context: Context) -> list[Mark]:
    """Withdrawing undoes the sendings recorded before it, whatever the dates; one recorded later counts."""
    withdrawal = last_recorded(in_force, "case.withdrawn")
    since = 0 if withdrawal is None else withdrawal.position
    sent: dict[str, AnyOf] = {}
    for entry in in_force:
        if entry.type != "case.referred" or entry.position < since or not context.covers(entry.occurred):
            continue
        by, to = entry.data["by"], entry.data["to"]
        if (context.kind(by), context.kind(to)) == (DEPARTMENT, DISTRICT_DEPARTMENT):
            sent[by] = (*sent.get(by, ()), entry)
    return [Mark(by, "cases_referred", case, 1, (sendings,)) for by, sendings in sent.items()]
