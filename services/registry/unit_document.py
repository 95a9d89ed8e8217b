"""What is now known of a unit, folded from its entries. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.registry.unit import UnitEvent, unit_event
from shared.aggregates.decider import Recorded
from shared.events.registry import (
    UnitClosedDown,
    UnitDescribed,
    UnitGraded,
    UnitMerged,
    UnitReassigned,
    UnitRegistered,
    UnitReopened,
    UnitVoided,
)
from shared.json_types import JsonObject

_DESCRIPTIVE = ("name", "kind", "uscc", "address")


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """`described` holds name, kind, uscc and address as far as given."""

    described: JsonObject
    village: str | None = None
    department: str | None = None
    grade: str | None = None
    state: str = "active"
    merged_into: str | None = None
    voided: bool = False

    @property
    def document(self) -> JsonObject:
        placed: JsonObject = {
            "village": self.village,
            "department": self.department,
            "grade": self.grade,
            "state": "voided" if self.voided else self.state,
            "merged_into": self.merged_into,
        }
        return {key: value for key, value in (self.described | placed).items() if value is not None}


def unit_entry(entries: Sequence[Recorded]) -> UnitEntry:
    """The entries that hold, by the time they occurred."""
    unit = UnitEntry({})
    for entry in entries:
        unit = _after(unit, unit_event(entry.data))
    return unit


def _after(unit: UnitEntry, event: UnitEvent) -> UnitEntry:
    match event:
        case UnitRegistered(village=village, department=department, grade=grade):
            described = _described(event.payload())
            after = replace(
                unit, described=described, village=village, department=department, grade=grade
            )  # fmt: skip
        case UnitDescribed():
            after = replace(unit, described=unit.described | _described(event.payload()))
        case UnitGraded(grade=grade):
            after = replace(unit, grade=grade)
        case UnitReassigned():
            department = None if event.without_department else event.department or unit.department
            after = replace(unit, village=event.village or unit.village, department=department)
        case UnitClosedDown():
            after = replace(unit, state="closed_down")
        case UnitReopened():
            after = replace(unit, state="active")
        case UnitMerged(into=into):
            after = replace(unit, merged_into=into)
        case UnitVoided():
            after = replace(unit, voided=True)
        case _:
            assert_never(event)
    return after


def _described(said: JsonObject) -> JsonObject:
    return {key: said[key] for key in _DESCRIPTIVE if key in said}
