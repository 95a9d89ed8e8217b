"""Where inspections, penalties and cases count."""

from collections.abc import Sequence

from services.reporting.counting.context import Frame
from services.reporting.counting.crediting import inspectors
from services.reporting.counting.mark import Mark
from services.reporting.subjects.entry import Entry
from services.reporting.subjects.in_force import last_recorded
from shared.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT


def inspection_marks(holding: Sequence[Entry], frame: Frame) -> list[Mark]:
    """The unit inspected counts for each department credited; once more when a leader took part."""
    visit = _standing(holding, "inspection.completed", "inspection.voided")
    if visit is None or not frame.covers(visit.occurred):
        return []
    data = visit.data
    unit = frame.background.counted_unit(data["unit_id"])
    if unit is None:
        return []
    led = frame.background.led(data["participants"], visit.occurred)
    columns = ("inspected", "inspected_by_leader") if led else ("inspected",)
    filers = inspectors(data["by"], data.get("with", ()), data["unit_id"], visit.occurred, frame)
    return [Mark(filer, column, unit, 1, (visit.position,)) for filer in sorted(filers) for column in columns]


def penalty_marks(penalty: str, holding: Sequence[Entry], frame: Frame) -> list[Mark]:
    """The unit penalised, and the fine; by policy neither is undone by a later revocation."""
    decision = _standing(holding, "penalty.imposed", "penalty.voided")
    if decision is None or not frame.covers(decision.occurred):
        return []
    by, fine = decision.data["by"], decision.data["fine_fen"]
    revoked = any(entry.type == "penalty.revoked" and not frame.past(entry.occurred) for entry in holding)
    if frame.kind(by) != DEPARTMENT or (revoked and not frame.policy.revoked_penalties_count):
        return []
    behind = (decision.position,)
    unit = frame.background.counted_unit(decision.data["unit_id"])
    marks = [] if unit is None else [Mark(by, "penalised", unit, 1, behind)]
    if fine > 0:
        marks.append(Mark(by, "fines", penalty, fine, behind))
    return marks


def case_marks(case: str, holding: Sequence[Entry], frame: Frame) -> list[Mark]:
    """Withdrawing undoes the sendings recorded before it, whatever the dates; one recorded later counts."""
    withdrawal = last_recorded(holding, "case.withdrawn")
    since = 0 if withdrawal is None else withdrawal.position
    sent: dict[str, tuple[int, ...]] = {}
    for entry in holding:
        if entry.type != "case.referred" or entry.position < since or not frame.covers(entry.occurred):
            continue
        by, to = entry.data["by"], entry.data["to"]
        if (frame.kind(by), frame.kind(to)) == (DEPARTMENT, DISTRICT_DEPARTMENT):
            sent[by] = (*sent.get(by, ()), entry.position)
    return [Mark(by, "cases_referred", case, 1, behind) for by, behind in sent.items()]


def _standing(holding: Sequence[Entry], introduced: str, voided: str) -> Entry | None:
    """The introducing entry, unless the subject as a whole was voided."""
    if any(entry.type == voided for entry in holding):
        return None
    return next((entry for entry in holding if entry.type == introduced), None)
