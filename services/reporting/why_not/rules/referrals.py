"""Why a hazard or a case is not among those referred."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from services.reporting.counting.hazard_marks import REFERRAL_COLUMNS, withdrawals
from services.reporting.subjects.corrections import last_recorded
from services.reporting.why_not.rules.acts import latest, outside
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.subject import Subject, unintroduced
from shared.aggregates.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT
from shared.read_model.entry import Entry


class Sending(NamedTuple):
    entry: Entry
    undone: Entry | None
    """The withdrawal that undoes it."""


def case_reason(subject: Subject, cell: Cell) -> Reason | None:
    withdrawal = last_recorded(subject.in_force, "case.withdrawn")
    undoing = (
        {} if withdrawal is None else {entry.data["to"]: withdrawal for entry in _sent(subject.in_force)}
    )
    kinds = (DEPARTMENT, DISTRICT_DEPARTMENT)
    sendings = _with_undone(_sent(subject.in_force), undoing)
    return unintroduced(subject) or _reason(sendings, cell, lambda by, to: (by, to) == kinds)


def referral_reason(hazards: Sequence[Sequence[Entry]], cell: Cell) -> Reason | None:
    """Of a hazard and those merged into it, each by what is in force of it."""
    sendings = [each for in_force in hazards for each in _with_undone(_sent(in_force), withdrawals(in_force))]
    return _reason(sendings, cell, lambda by, to: REFERRAL_COLUMNS.get((by or "", to or "")) == cell.column)


def _sent(in_force: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in in_force if entry.type in ("hazard.referred", "case.referred")]


def _with_undone(sent: Sequence[Entry], withdrawn: dict[str, Entry]) -> list[Sending]:
    found = []
    for entry in sent:
        undone = withdrawn.get(entry.data["to"])
        found.append(Sending(entry, undone if undone and entry.position < undone.position else None))
    return found


def _reason(
    sendings: Sequence[Sending], cell: Cell, fits: Callable[[str | None, str | None], bool]
) -> Reason | None:
    own = [each for each in sendings if cell.takes(each.entry.data["by"])]
    if own:
        return latest((each.entry, _of(each, cell, fits)) for each in own)
    if not sendings:
        return Reason("not_referred")
    last = max((each.entry for each in sendings), key=attrgetter("occurred", "position"))
    return Reason("by_another", (last,), who=last.data["by"])


def _of(sending: Sending, cell: Cell, fits: Callable[[str | None, str | None], bool]) -> Reason | None:
    entry, undone = sending
    if undone is not None:
        return Reason("referral_withdrawn", (undone, entry))
    kind = cell.context.kind
    if not fits(kind(entry.data["by"]), kind(entry.data["to"])):
        return Reason("other_receiver", (entry,))
    return outside(entry, cell.context)
