"""Credit goes to the organisation that did it: which filers an act counts for, and by which events."""

from collections.abc import Sequence
from typing import NamedTuple

from services.reporting.counting.context import Context
from services.reporting.counting.mark import Need
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE, WORKING_GROUP
from shared.events.hazards import SELF_REPORT

UNCREDITED = ""
"""Stands for the filer where there is none: the act is in the town's total alone."""


class Credit(NamedTuple):
    filer: str
    behind: tuple[Need, ...] = ()
    """Of the registry: what made the filer the one credited, where the act does not name it."""


def discoverer(by: str, unit: str, moment: int, context: Context) -> Credit | None:
    """The filer that found a hazard; None when by policy it is in no figure."""
    if by == SELF_REPORT:
        return Credit(UNCREDITED) if context.policy.self_reports_count else None
    kind = context.kind(by)
    if kind in (VILLAGE, DEPARTMENT):
        return Credit(by)
    if kind == WORKING_GROUP:
        return _department_of(unit, moment, context)
    return None


def inspectors(by: str, others: Sequence[str], unit: str, moment: int, context: Context) -> list[Credit]:
    """The departments credited with an inspection; `UNCREDITED` when a working group's falls to nobody."""
    credited = {party: Credit(party) for party in (by, *others) if context.kind(party) == DEPARTMENT}
    if context.kind(by) == WORKING_GROUP:
        group = _department_of(unit, moment, context)
        if group.filer != UNCREDITED or not credited:
            credited.setdefault(group.filer, group)
    return sorted(credited.values())


def _department_of(unit: str, moment: int, context: Context) -> Credit:
    """Policy: what a working group did is the department's of the unit named, at that moment."""
    if not context.policy.groups_credit_department_of_unit:
        return Credit(UNCREDITED)
    department = context.background.department_at(unit, moment)
    if department.value is None or context.kind(department.value) != DEPARTMENT:
        return Credit(UNCREDITED, (department,))
    return Credit(department.value, (department,))
