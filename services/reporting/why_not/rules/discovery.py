"""Why a hazard is not among those found, closed or major."""

from services.reporting.counting.crediting import discoverer
from services.reporting.why_not.rules.acts import of_others, outside
from services.reporting.why_not.rules.becoming import not_closed, not_major
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.subject import Subject, merged, unintroduced, voided
from shared.events.hazards import SELF_REPORT
from shared.read_model.entry import Entry


def discovery_reason(subject: Subject, cell: Cell) -> Reason | None:
    gone = unintroduced(subject) or voided("hazard", subject.in_force)
    gone = gone or merged(subject, cell.context.background.hazard_standing)
    found = subject.introduced()
    if gone is not None or found is None:
        return gone
    return _not_found(found, cell) or _not_so(found, subject, cell)


def _not_found(found: Entry, cell: Cell) -> Reason | None:
    by = found.data["by"]
    credit = discoverer(by, found.data["unit_id"], found.occurred, cell.context)
    if credit is None and by == SELF_REPORT:
        return Reason("self_reported", (found,))
    credits_ = () if credit is None else (credit,)
    return outside(found, cell.context) or of_others(found, credits_, cell)


def _not_so(found: Entry, subject: Subject, cell: Cell) -> Reason | None:
    """Beside its discovery, what the column asks for."""
    reason = None
    if cell.column in ("hazards_closed", "major_closed"):
        reason = not_closed(subject.in_force, cell.context)
    if reason is None and cell.column in ("major_found", "major_closed"):
        reason = not_major(found, subject.in_force, cell.context)
    return reason
