"""What every act is asked: whether it lies in the window, and whom it counts for."""

from collections.abc import Iterable, Sequence

from services.reporting.counting.context import Context
from services.reporting.counting.crediting import UNCREDITED, Credit
from services.reporting.lineage.needs import first
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.reasons import Reason
from shared.read_model.entry import Entry


def outside(act: Entry, context: Context) -> Reason | None:
    if context.past(act.occurred):
        return Reason("after_cutoff", (act,))
    return None if context.covers(act.occurred) else Reason("before_window", (act,))


def of_others(act: Entry, credits_: Sequence[Credit], cell: Cell) -> Reason | None:
    """`credits_`: everybody whom counting credits with it."""
    if any(cell.takes(credit.filer) for credit in credits_):
        return None
    if not credits_:
        return Reason("by_no_filer", (act,), who=act.data["by"])
    credit = next((each for each in credits_ if each.filer != UNCREDITED), credits_[0])
    said = tuple(entry for need in credit.behind if (entry := first(need)) is not None)
    code = "credited_to_nobody" if credit.filer == UNCREDITED else "by_another"
    return Reason(code, (act, *said), who=credit.filer)


def latest(judged: Iterable[tuple[Entry, Reason | None]]) -> Reason | None:
    """None where one of the acts counts; otherwise why the latest of them, of one at least, does not."""
    why: Reason | None = None
    when = (-(2**63), 0)
    for act, reason in judged:
        if reason is None:
            return None
        if (act.occurred, act.position) > when:
            why, when = reason, (act.occurred, act.position)
    return why
