"""Credit goes to the organisation that did it: which filers an act counts for."""

from collections.abc import Sequence

from services.reporting.counting.context import Frame
from shared.events.hazards import SELF_REPORT
from shared.organisation_kinds import DEPARTMENT, VILLAGE, WORKING_GROUP

UNCREDITED = ""
"""Stands for the filer where there is none: the act is in the town's total alone."""


def discoverer(by: str, unit: str, moment: int, frame: Frame) -> str | None:
    """The filer that found a hazard; None when by policy it is in no figure."""
    if by == SELF_REPORT:
        return UNCREDITED if frame.policy.self_reports_count else None
    kind = frame.kind(by)
    if kind in (VILLAGE, DEPARTMENT):
        return by
    if kind == WORKING_GROUP:
        return _department_of(unit, moment, frame)
    return None


def inspectors(by: str, others: Sequence[str], unit: str, moment: int, frame: Frame) -> set[str]:
    """The departments credited with an inspection; `UNCREDITED` when a working group's falls to nobody."""
    credited = {party for party in (by, *others) if frame.kind(party) == DEPARTMENT}
    if frame.kind(by) == WORKING_GROUP:
        department = _department_of(unit, moment, frame)
        if department != UNCREDITED or not credited:
            credited.add(department)
    return credited


def _department_of(unit: str, moment: int, frame: Frame) -> str:
    """Policy: what a working group did is the department's of the unit named, at that moment."""
    if not frame.policy.groups_credit_department_of_unit:
        return UNCREDITED
    department = frame.background.department_at(unit, moment)
    if department is None or frame.kind(department) != DEPARTMENT:
        return UNCREDITED
    return department
