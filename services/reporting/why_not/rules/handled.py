"""Why a hazard is not among those referred or put under listed supervision."""

from collections.abc import Sequence
from operator import attrgetter

from services.reporting.counting.crediting import Credit
from services.reporting.why_not.rules.acts import latest, of_others, outside
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.referrals import referral_reason
from services.reporting.why_not.rules.subject import Subject, merged, unintroduced, voided
from shared.aggregates.organisation_kinds import DEPARTMENT
from shared.read_model.entry import Entry


def handling_reason(subject: Subject, merged_into_it: Sequence[Sequence[Entry]], cell: Cell) -> Reason | None:
    """What was done with a hazard merged into it was done with it, what was done with it is its survivor's.

    Its own discovery is not asked for.
    """
    background = cell.context.background
    gone = voided("hazard", subject.in_force)
    merger = merged(subject, background.hazard_standing)
    if gone is not None or (merger is not None and background.hazard_standing(merger.survivor).voided):
        return gone or merger
    hazards = [subject.in_force] if merger is not None else [subject.in_force, *merged_into_it]
    reason = _supervision(hazards, cell) if cell.column == "supervised" else referral_reason(hazards, cell)
    if reason is None or merger is not None:
        return reason and merger
    return (None if reason.behind else unintroduced(subject)) or reason


def _supervision(hazards: Sequence[Sequence[Entry]], cell: Cell) -> Reason | None:
    ordered = [
        entry for in_force in hazards for entry in in_force if entry.type == "hazard.supervision_ordered"
    ]
    if not ordered:
        return Reason("not_supervised")
    own = [entry for entry in ordered if cell.takes(entry.data["by"])]
    if not own:
        last = max(ordered, key=attrgetter("occurred", "position"))
        return Reason("by_another", (last,), who=last.data["by"])
    return latest((entry, _of(entry, cell)) for entry in own)


def _of(order: Entry, cell: Cell) -> Reason | None:
    by = order.data["by"]
    credits_ = [Credit(by)] if cell.context.kind(by) == DEPARTMENT else []
    return of_others(order, credits_, cell) or outside(order, cell.context)
