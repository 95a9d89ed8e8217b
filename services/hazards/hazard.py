"""A hazard (隐患): its events, its state, and what holds of it at a moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, cast, get_args

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
    return any(sent.to == receiver for sent in referrals(hazard))


def referrals(hazard: History) -> list[HazardReferred]:
    """Every sending that was not taken back, whatever became of it."""
    return [entry.data for entry in hazard.holding if isinstance(entry.data, HazardReferred)]


def receivers_at(hazard: History, moment: datetime) -> frozenset[str]:
    """Who has it: until they refuse. A withdrawal undoes the sendings recorded before it."""
    withdrawn = {
        entry.data.to: entry.position
        for entry in hazard.holding
        if isinstance(entry.data, HazardReferralWithdrawn)
    }
    accepting: dict[str, bool] = {}
    for entry in hazard.as_of(moment, only=_REFERRING):
        match entry.data:
            case HazardReferred(to=to) if entry.position > withdrawn.get(to, 0):
                accepting[to] = True
            case HazardReferralAnswered(to=to, answer=answer) if to in accepting:
                accepting[to] = answer == "accepted"
            case _:
                pass
    return frozenset(to for to, accepts in accepting.items() if accepts)


_REFERRING = frozenset({HazardReferred, HazardReferralAnswered})
