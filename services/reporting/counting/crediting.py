"""Credit goes to the organisation that did it: which filers an act counts for."""

from collections.abc import Sequence

from services.reporting.counting.context import Context
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE, WORKING_GROUP
from shared.events.hazards import SELF_REPORT

UNCREDITED = ""
"""Stands for the filer where there is none: the act is in the town's total alone."""


def discoverer(by: str, unit: str, moment: int, context: Context) -> str | None:
    """The filer that found a hazard; None when by policy it is in no figure."""
    if by == SELF_REPORT:
        return UNCREDITED if context.policy.self_reports_count else None
    kind = context.kind(by)
    if kind in (VILLAGE, DEPARTMENT):
        return by
    if kind == WORKING_GROUP:
        return _department_of(unit, moment, context)
    return None


def inspectors(by: str, others: Sequence[str], unit: str, moment: int, context: Context) -> set[str]:
    """The departments credited with an inspection; `UNCREDITED` when a working group's falls to nobody."""
    credited = {party for party in (by, *others) if context.kind(party) == DEPARTMENT}
    if context.kind(by) == WORKING_GROUP:
        department = _department_of(unit, moment, context)
        if department != UNCREDITED or not credited:
            credited.add(department)
    return credited


def _department_of(unit: str, moment: int, context: Context) -> str:
    """Policy: what a working group did is the department's of the unit named, at that moment."""
    if not context.policy.groups_credit_department_of_unit:
        return UNCREDITED
    department = context.background.department_at(unit, moment)
    if department is None or context.kind(department) != DEPARTMENT:
        return UNCREDITED
    return department
