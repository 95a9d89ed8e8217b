"""A hazard (隐患): its events, its state, and what holds of it at a moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never, cast, get_args

from shared.decider import Recorded
from shared.events.base import Event
from shared.events.hazards import (
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
from shared.history import History

HazardEvent: TypeAlias = (
    HazardFound
    | HazardPlanned
    | HazardControlsImposed
    | HazardRectificationClaimed
    | HazardClosed
    | HazardRectificationRejected
    | HazardLookBackPassed
    | HazardLookBackFailed
    | HazardRegraded
    | HazardReferred
    | HazardReferralAnswered
    | HazardReferralWithdrawn
    | HazardSupervisionOrdered
    | HazardSupervisionLifted
    | HazardVoided
    | HazardMerged
)


_EVENTS = frozenset(get_args(HazardEvent))
"""Asked of every entry of every fold: quicker than trying sixteen classes in turn."""


def hazard_event(data: Event) -> HazardEvent:
    """The data as one of a hazard's own events; TypeError when it belongs to another aggregate."""
    if type(data) in _EVENTS:
        return cast("HazardEvent", data)
    raise TypeError(f"{data.type} is not an event of a hazard")


def evolve(hazard: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        hazard_event(entry.data)
    return hazard.with_entry(entry)


@dataclass(frozen=True, slots=True)
class Condition:
    """What the rules ask about a hazard at one moment."""

    closed: bool = False
    supervised: bool = False


_SETS: dict[type[Event], dict[str, bool]] = {
    HazardClosed: {"closed": True},
    HazardLookBackFailed: {"closed": False},
    HazardSupervisionOrdered: {"supervised": True},
    HazardSupervisionLifted: {"supervised": False},
}
"""What an event makes of the condition; the others leave it as it is."""


def condition(hazard: History, moment: datetime) -> Condition:
    now = Condition()
    for entry in hazard.as_of(moment, only=_SETS):
        now = replace(now, **_SETS[type(entry.data)])
    return now


def is_voided(hazard: History) -> bool:
    """Voided for every date, whenever that was recorded."""
    return hazard.holds(HazardVoided)


def was_referred(hazard: History, receiver: str) -> bool:
    """Whether it was ever sent there, whatever became of it."""
    return any(
        isinstance(entry.data, HazardReferred) and entry.data.to == receiver for entry in hazard.holding
    )


def involved(hazard: History) -> frozenset[str]:
    """Who may speak of it where none is named: whoever found it, entered it, acted on it or received it."""
    named: set[str] = set()
    for entry in hazard.holding:
        named.add(entry.actor_organisation)
        match hazard_event(entry.data):
            case HazardReferred(by=by, to=to):
                named |= {by, to}
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
                named.add(by)
            case HazardPlanned() | HazardControlsImposed() | HazardRegraded() | HazardReferralAnswered():
                pass
            case HazardReferralWithdrawn() | HazardVoided() | HazardMerged():
                pass
            case event:
                assert_never(event)
    return frozenset(named)
