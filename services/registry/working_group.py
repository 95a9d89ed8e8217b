"""A working group (督导工作组) of 附件5: a later formation replaces the earlier from its moment."""

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import repeats_introduction
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE, require_kind
from shared.aggregates.retraction import take_back
from shared.events.base import Event
from shared.events.registry import WorkingGroupFormed
from shared.events.voiding import FactVoided


def _formation(data: Event) -> WorkingGroupFormed:
    if isinstance(data, WorkingGroupFormed):
        return data
    raise TypeError(f"{data.type} is not an event of a working group")


def decide(group: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(group, command.data, group.introduction)
    event = _formation(command.data)
    for department in event.departments:
        require_kind(command, department, DEPARTMENT)
    for village in event.villages:
        require_kind(command, village, VILLAGE)
    return [] if repeats_introduction(group, command) else [event]


def evolve(group: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        _formation(entry.data)
    return group.with_entry(entry)


WORKING_GROUP: Decider[History] = Decider(History(), decide, evolve, History.of)
