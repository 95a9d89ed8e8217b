"""Why an event moved a cell: the first cause that fits."""

from typing import Literal, TypeAlias

from shared.events.voiding import FactVoided
from shared.read_model.entry import Entry

Cause: TypeAlias = Literal[
    "taken_back",
    "merged",
    "correction",
    "back_dated",
    "reassigned",
    "regraded",
    "change",
    "new_activity",
    "cut_off",
    "policy",
    "interaction",
]

_ALWAYS: dict[str, Cause] = {
    FactVoided.type: "taken_back",
    "unit.voided": "taken_back",
    "inspection.voided": "taken_back",
    "hazard.voided": "taken_back",
    "penalty.voided": "taken_back",
    "unit.merged": "merged",
    "hazard.merged": "merged",
    "hazard.referral_withdrawn": "correction",
    "case.withdrawn": "correction",
}
"""Corrections: the record was wrong, whatever their own date."""

_IN_TIME: dict[str, Cause] = {
    "unit.reassigned": "reassigned",
    "unit.graded": "regraded",
    "hazard.regraded": "regraded",
    "unit.registered": "new_activity",
    "inspection.completed": "new_activity",
    "hazard.found": "new_activity",
    "hazard.referred": "new_activity",
    "hazard.supervision_ordered": "new_activity",
    "penalty.imposed": "new_activity",
    "case.referred": "new_activity",
}
"""Unless they are back-dated. All others are a change of what was known."""


def cause_of(entry: Entry, taken: int) -> Cause:
    """`taken` is when the last event of the report without it was recorded: what had occurred by then, and
    was recorded later, is back-dated."""
    if entry.type in _ALWAYS:
        return _ALWAYS[entry.type]
    if entry.type == "hazard.regraded" and entry.data["reason"] == "misjudged":
        return "correction"
    if entry.occurred <= taken:
        return "back_dated"
    return _IN_TIME.get(entry.type, "change")
