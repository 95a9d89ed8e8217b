"""What may be said of a hazard: its shape, who says it, and the hazard's own state at that moment.

Facts that only counting looks at are recorded in any state: counting orders the entries itself, by when they
occurred.
"""

from typing import assert_never

from services.hazards.hazard import (
    HazardEvent,
    evolve,
    hazard_event,
    is_closed,
    is_voided,
    may_be_lifted,
    was_referred,
)
from shared.aggregates.decider import Command, Decider
from shared.aggregates.history import History
from shared.aggregates.introduction import introduce_once, introduced, refuse_before_introduction
from shared.aggregates.organisation_kinds import (
    ANY_KIND,
    DEPARTMENT,
    DISTRICT_DEPARTMENT,
    VILLAGE,
    WORKING_GROUP,
    require_kind,
)
from shared.aggregates.retraction import take_back
from shared.events.base import Event
from shared.events.hazards import (
    SELF_REPORT,
    HazardClosed,
    HazardControlsImposed,
    HazardFound,
    HazardLookBackFailed,
    HazardLookBackPassed,
    HazardMerged,
    HazardPlanned,
    HazardRectificationClaimed,
    HazardRectificationRejected,
    HazardReferralAnswered,
    HazardReferralWithdrawn,
    HazardReferred,
    HazardRegraded,
    HazardSupervisionLifted,
    HazardSupervisionOrdered,
    HazardVoided,
)
from shared.events.voiding import FactVoided
from shared.problems import Rejected


def decide(hazard: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(hazard, command.data, hazard.introduction)
    event = hazard_event(command.data)
    _check_shape(event)
    _check_organisations(event, command)
    if is_voided(hazard):
        raise Rejected("voided", subject=event.hazard_id)
    if isinstance(event, HazardFound):
        return introduce_once(hazard, command, event.hazard_id)
    introduced(hazard, event.hazard_id)
    _check_state(hazard, event, command)
    return [event]


def _check_shape(event: HazardEvent) -> None:
    match event:
        case HazardRegraded(reason="raised", severity="general"):
            raise Rejected("invalid_data", field="severity", detail="升级为重大 raised goes to major")
        case HazardRegraded(reason="mitigated", severity="major"):
            raise Rejected("invalid_data", field="severity", detail="降级为一般 mitigated goes to general")
        case HazardMerged() if event.into == event.hazard_id:
            raise Rejected("merged_into_itself")
        case _:
            pass


_DOERS: dict[type[Event], tuple[str, ...]] = {
    HazardFound: (VILLAGE, DEPARTMENT, WORKING_GROUP),
    HazardClosed: (VILLAGE, DEPARTMENT),
    HazardSupervisionOrdered: (DEPARTMENT,),
}
"""Kinds of organisation that may do it; what is not named here any organisation may."""


def _check_organisations(event: HazardEvent, command: Command) -> None:
    match event:
        case HazardReferred(by=by, to=to):
            _check_receiver(command, by, to)
        case HazardFound(by=by) | HazardRectificationClaimed(by=by) if by == SELF_REPORT:
            pass
        case (
            HazardFound(by=by)
            | HazardRectificationClaimed(by=by)
            | HazardClosed(by=by)
            | HazardRectificationRejected(by=by)
            | HazardLookBackPassed(by=by)
            | HazardLookBackFailed(by=by)
            | HazardSupervisionOrdered(by=by)
            | HazardSupervisionLifted(by=by)
        ):
            require_kind(command, by, *_DOERS.get(type(event), ANY_KIND))
        case HazardPlanned() | HazardControlsImposed() | HazardRegraded() | HazardReferralAnswered():
            pass
        case HazardReferralWithdrawn() | HazardVoided() | HazardMerged():
            pass
        case _:
            assert_never(event)


_RECEIVERS: dict[str, tuple[str, ...]] = {
    VILLAGE: (DEPARTMENT,),
    DEPARTMENT: (DEPARTMENT, DISTRICT_DEPARTMENT),
}
"""Kind of sender to the kinds it may send to."""


def _check_receiver(command: Command, by: str, to: str) -> None:
    kinds = command.organisation_kinds
    if by == to or kinds.get(to) not in _RECEIVERS.get(kinds.get(by, ""), ()):
        raise Rejected("wrong_receiver", by=by, to=to)


def _check_state(hazard: History, event: HazardEvent, command: Command) -> None:
    match event:
        case HazardVoided() | HazardMerged() | HazardRegraded(reason="misjudged"):
            return
        case HazardReferralWithdrawn(to=to):
            _require_referred(hazard, event.hazard_id, to)
            return
        case _:
            refuse_before_introduction(hazard, command, event.hazard_id)
    closed = is_closed(hazard, command.occurred)
    match event:
        case (
            HazardPlanned()
            | HazardControlsImposed()
            | HazardRectificationClaimed()
            | HazardRectificationRejected()
        ) if closed:
            raise Rejected("not_open", subject=event.hazard_id)
        case HazardLookBackPassed() | HazardLookBackFailed() if not closed:
            raise Rejected("not_closed", subject=event.hazard_id)
        case HazardSupervisionLifted(by=by) if not may_be_lifted(hazard, by, command.occurred):
            raise Rejected("not_supervised", subject=event.hazard_id)
        case HazardReferralAnswered(to=to):
            _require_referred(hazard, event.hazard_id, to)
        case _:
            pass


def _require_referred(hazard: History, hazard_id: str, to: str) -> None:
    if not was_referred(hazard, to):
        raise Rejected("not_referred", subject=hazard_id, to=to)


HAZARD: Decider[History] = Decider(History(), decide, evolve, History.of)
