"""A case (案件) sent to a district department: withdrawn, it may be sent again and then counts anew."""

from typing import TypeAlias

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import introduced
from shared.aggregates.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT, require_kind
from shared.aggregates.retraction import take_back
from shared.aggregates.rights import Rights, introducer
from shared.events.base import Event
from shared.events.hazards import CaseReferred, CaseWithdrawn
from shared.events.voiding import FactVoided
from shared.problems import Rejected

CaseEvent: TypeAlias = CaseReferred | CaseWithdrawn


def _case_event(data: Event) -> CaseEvent:
    if isinstance(data, CaseEvent):
        return data
    raise TypeError(f"{data.type} is not an event of a case")


def decide(case: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(case, command.data, case.introduction)
    event = _case_event(command.data)
    if isinstance(event, CaseReferred):
        _check_sending(event, command)
        return [event]
    introduced(case, event.case_id)
    return [event]


def _check_sending(event: CaseReferred, command: Command) -> None:
    require_kind(command, event.by, DEPARTMENT)
    if command.organisation_kinds.get(event.to) != DISTRICT_DEPARTMENT:
        raise Rejected("wrong_receiver", by=event.by, to=event.to)


def evolve(case: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        _case_event(entry.data)
    return case.with_entry(entry)


_SENT = introducer("by", "首次移送的科室", "the department that sent it first")
CASE_RIGHTS = Rights(dict.fromkeys(("case.referred", "case.withdrawn"), (_SENT,)), owners=(_SENT,))

CASE: Decider[History] = Decider(History(), decide, evolve, History.of)
