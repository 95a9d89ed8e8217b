"""A regulated unit (监管单位): registered once, then changed at moments or corrected for every date."""

from typing import TypeAlias

from stdnum.cn import uscc as credit_code

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import introduce_once, introduced, refuse_before_introduction
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE, require_kind
from shared.aggregates.retraction import take_back
from shared.events.base import Event
from shared.events.personal_data import find_personal_data
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
from shared.events.voiding import FactVoided
from shared.problems import Rejected

_OF_BUSINESSES = "9"
"""Codes of those that the market authority registers begin with it."""

UnitEvent: TypeAlias = (
    UnitRegistered
    | UnitDescribed
    | UnitGraded
    | UnitReassigned
    | UnitClosedDown
    | UnitReopened
    | UnitMerged
    | UnitVoided
)


def unit_event(data: Event) -> UnitEvent:
    """The data as one of a unit's own events; TypeError when it belongs to another aggregate."""
    if isinstance(data, UnitEvent):
        return data
    raise TypeError(f"{data.type} is not an event of a unit")


def decide(unit: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(unit, command.data, unit.introduction)
    event = unit_event(command.data)
    _check_content(event, command)
    if is_voided(unit):
        raise Rejected("voided", subject=event.unit_id)
    if isinstance(event, UnitRegistered):
        return introduce_once(unit, command, event.unit_id)
    introduced(unit, event.unit_id)
    if not isinstance(event, UnitMerged | UnitVoided):
        refuse_before_introduction(unit, command, event.unit_id)
    return [event]


def _check_content(event: UnitEvent, command: Command) -> None:
    if isinstance(event, UnitMerged) and event.into == event.unit_id:
        raise Rejected("merged_into_itself")
    if isinstance(event, UnitRegistered | UnitReassigned):
        if event.village is not None:
            require_kind(command, event.village, VILLAGE)
        if event.department is not None:
            require_kind(command, event.department, DEPARTMENT)
    if (
        isinstance(event, UnitRegistered | UnitDescribed)
        and event.uscc is not None
        and not _is_credit_code(event.uscc)
    ):
        raise Rejected("invalid_uscc")


def _is_credit_code(code: str) -> bool:
    """Every thirty-first identity number would pass as one; none of those begins like a business's."""
    is_a_persons = not code.startswith(_OF_BUSINESSES) and find_personal_data(code) is not None
    return bool(credit_code.is_valid(code)) and not is_a_persons


def is_voided(unit: History) -> bool:
    """Voided for every date, whenever that was recorded."""
    return unit.holds(UnitVoided)


def evolve(unit: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        unit_event(entry.data)
    return unit.with_entry(entry)


UNIT: Decider[History] = Decider(History(), decide, evolve, History.of)
