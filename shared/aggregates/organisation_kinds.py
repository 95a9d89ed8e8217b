"""Which kind of organisation may do what: refused with the kinds it would take."""

from shared.aggregates.decider import Command
from shared.problems import Rejected

VILLAGE = "village"
DEPARTMENT = "department"
DISTRICT_DEPARTMENT = "district_department"
WORKING_GROUP = "working_group"
SAFETY_OFFICE = "safety_office"

_SPOKEN = {
    VILLAGE: "村居 village",
    DEPARTMENT: "科室 department",
    DISTRICT_DEPARTMENT: "区级部门 district department",
    WORKING_GROUP: "工作组 working group",
    SAFETY_OFFICE: "镇安委办 safety office",
}

ANY_KIND = tuple(_SPOKEN)
"""Of an organisation: the unit itself is none."""


def require_kind(command: Command, organisation: str, *allowed: str) -> None:
    """`wrong_kind` unless the organisation is of one of the kinds; `unit` is of none."""
    if command.organisation_kinds.get(organisation) not in allowed:
        expected = " / ".join(_SPOKEN[kind] for kind in allowed)
        raise Rejected("wrong_kind", organisation=organisation, expected=expected)
