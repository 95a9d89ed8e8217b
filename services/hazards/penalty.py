"""A penalty decision (执法处罚): imposed once, perhaps revoked on review, or voided as never decided."""

from typing import TypeAlias

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import introduce_once, introduced, refuse_before_introduction
from shared.aggregates.organisation_kinds import DEPARTMENT, require_kind
from shared.aggregates.retraction import take_back
from shared.aggregates.rights import Rights, introducer
from shared.events.base import Event
from shared.events.hazards import PenaltyImposed, PenaltyRevoked, PenaltyVoided
from shared.events.voiding import FactVoided
from shared.problems import Rejected

PenaltyEvent: TypeAlias = PenaltyImposed | PenaltyRevoked | PenaltyVoided


def _penalty_event(data: Event) -> PenaltyEvent:
    if isinstance(data, PenaltyEvent):
        return data
    raise TypeError(f"{data.type} is not an event of a penalty")


def decide(penalty: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(penalty, command.data, penalty.introduction)
    event = _penalty_event(command.data)
    if isinstance(event, PenaltyImposed):
        require_kind(command, event.by, DEPARTMENT)
    if penalty.holds(PenaltyVoided):
        raise Rejected("voided", subject=event.penalty_id)
    if isinstance(event, PenaltyImposed):
        return introduce_once(penalty, command, event.penalty_id)
    introduced(penalty, event.penalty_id)
    if isinstance(event, PenaltyRevoked):
        refuse_before_introduction(penalty, command, event.penalty_id)
    return [event]


def evolve(penalty: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        _penalty_event(entry.data)
    return penalty.with_entry(entry)


_DECIDED = introducer("by", "作出处罚决定的科室", "the department that decided")
PENALTY_RIGHTS = Rights(
    dict.fromkeys(("penalty.imposed", "penalty.revoked", "penalty.voided"), (_DECIDED,)), owners=(_DECIDED,)
)

PENALTY: Decider[History] = Decider(History(), decide, evolve, History.of)
