"""A supervision inspection (督导检查): one visit to one unit, recorded once, or voided as a mistake."""

from typing import TypeAlias

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import introduce_once, introduced
from shared.aggregates.organisation_kinds import ANY_KIND, DEPARTMENT, VILLAGE, WORKING_GROUP, require_kind
from shared.aggregates.retraction import take_back
from shared.aggregates.rights import Rights, introducer
from shared.events.base import Event
from shared.events.hazards import InspectionCompleted, InspectionVoided
from shared.events.voiding import FactVoided
from shared.problems import Rejected

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


_BY = introducer("by", "实施检查的单位", "who inspected, the organisation in `by` alone")
INSPECTION_RIGHTS = Rights({"inspection.completed": (_BY,), "inspection.voided": (_BY,)}, owners=(_BY,))
"""Who took part (`with`) is credited and changes nothing."""

INSPECTION: Decider[History] = Decider(History(), decide, evolve, History.of)
