"""The self-check (自查) of one filer against one item of 附件1: records stand beside earlier ones."""

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE, require_kind
from shared.aggregates.retraction import take_back
from shared.aggregates.rights import Rights, introducer
from shared.events.base import Event
from shared.events.hazards import SelfCheckRecorded
from shared.events.voiding import FactVoided


def _self_check_event(data: Event) -> SelfCheckRecorded:
    if isinstance(data, SelfCheckRecorded):
        return data
    raise TypeError(f"{data.type} is not an event of a self-check")


def decide(self_check: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(self_check, command.data, None)
    event = _self_check_event(command.data)
    require_kind(command, event.filer, VILLAGE, DEPARTMENT)
    return [event]


def evolve(self_check: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        _self_check_event(entry.data)
    return self_check.with_entry(entry)


_FILER = introducer("filer", "该填报单位", "the filer")
SELF_CHECK_RIGHTS = Rights({"self_check.recorded": (_FILER,)})

SELF_CHECK: Decider[History] = Decider(History(), decide, evolve, History.of)
