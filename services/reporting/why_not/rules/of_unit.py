"""Why a unit is not in a cell by what was done there; and what a voided unit does to such an act."""

from collections.abc import Callable, Sequence

from services.reporting.counting.background import Background
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.merging import survivor
from services.reporting.why_not.rules.acts import latest
from services.reporting.why_not.rules.cell import FAMILY, Cell
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.subject import Subject, introduction, merged, unintroduced, voided
from shared.read_model.entry import Entry


def done_there_reason(
    subject: Subject,
    done: Rows,
    cell: Cell,
    of_one: Callable[[Sequence[Entry], Cell], Reason | None],
) -> Reason | None:
    """`done` at it, or at a unit merged into it, by kind. A fine stays one whatever becomes of the unit."""
    merger = merged(subject, cell.context.background.unit_standing)
    if cell.column != "fines" and (gone := voided("unit", subject.in_force) or merger) is not None:
        return gone
    kind = "inspection" if FAMILY[cell.column] == "visits" else "penalty"
    acts = [(introduction(kind, each), each) for each in done.get(kind, {}).values()]
    if acts:
        return latest((act, of_one(each, cell)) for act, each in acts if act is not None)
    nothing = Reason("not_inspected" if kind == "inspection" else "not_penalised")
    return unintroduced(subject) or merger or nothing


def unit_voided(act: Entry, background: Background) -> Reason | None:
    """The unit that an act names, or the one that this was merged into."""
    named = act.data["unit_id"]
    if background.counted_unit(named) is not None:
        return None
    for unit in (named, survivor(named, background.unit_standing)):
        known = background.units.get(unit)
        gone = voided("unit", known.entries) if known is not None else None
        if gone is not None:
            return Reason("unit_voided", (*gone.behind, act))
    return None
