"""A supervision inspection (督导检查): one visit to one unit, recorded once, or voided as a mistake."""

from typing import TypeAlias

from shared.decider import Command, Decider, Recorded
from shared.events.base import Event
from shared.events.hazards import InspectionCompleted, InspectionVoided
from shared.events.voiding import FactVoided
from shared.history import History
from shared.introduction import introduce_once, introduced
from shared.organisation_kinds import ANY_KIND, DEPARTMENT, VILLAGE, WORKING_GROUP, require_kind
from shared.problems import Rejected
from shared.taking_back import take_back

InspectionEvent: TypeAlias = InspectionCompleted | InspectionVoided


def _inspection_event(data: Event) -> InspectionEvent:
    if isinstance(data, InspectionEvent):
        return data
    raise TypeError(f"{data.type} is not an event of an inspection")


def decide(inspection: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(inspection, command.data, inspection.introduction)
    event = _inspection_event(command.data)
    if isinstance(event, InspectionCompleted):
        require_kind(command, event.by, VILLAGE, DEPARTMENT, WORKING_GROUP)
        for organisation in event.with_:
            require_kind(command, organisation, *ANY_KIND)
    if inspection.holds(InspectionVoided):
        raise Rejected("voided", subject=event.inspection_id)
    if isinstance(event, InspectionCompleted):
        return introduce_once(inspection, command, event.inspection_id)
    introduced(inspection, event.inspection_id)
    return [event]


def evolve(inspection: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        _inspection_event(entry.data)
    return inspection.with_entry(entry)


def involved(inspection: History) -> frozenset[str]:
    """The inspectors, and whoever entered it."""
    named = {entry.actor_organisation for entry in inspection.holding}
    first = inspection.introduction
    if first is not None and isinstance(first.data, InspectionCompleted):
        named |= {first.data.by, *first.data.with_}
    return frozenset(named)


INSPECTION: Decider[History] = Decider(History(), decide, evolve)
