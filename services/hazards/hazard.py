"""A hazard (隐患): its events, its state, and what holds of it at a moment."""

from datetime import datetime
from typing import TypeAlias, cast, get_args

from shared.aggregates.decider import Recorded
from shared.aggregates.history import History
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


_CLOSING: dict[type[Event], bool] = {HazardClosed: True, HazardLookBackFailed: False}
"""Whether it is closed after such an event; the others leave that as it is."""


def is_closed(hazard: History, moment: datetime) -> bool:
    closing = hazard.as_of(moment, only=_CLOSING)
    return bool(closing) and _CLOSING[type(closing[-1].data)]


_SUPERVISING = frozenset({HazardSupervisionOrdered, HazardSupervisionLifted})


def supervisors(hazard: History, moment: datetime) -> frozenset[str]:
    """Under whose listed supervision it is. Each department lifts its own; who ordered none lifts all."""
    standing: set[str] = set()
    for entry in hazard.as_of(moment, only=_SUPERVISING):
        match entry.data:
            case HazardSupervisionOrdered(by=by):
                standing.add(by)
            case HazardSupervisionLifted(by=by):
                standing -= {by} if _ordered(hazard, by) else set(standing)
            case _:
                pass
    return frozenset(standing)


def may_be_lifted(hazard: History, by: str, moment: datetime) -> bool:
    standing = supervisors(hazard, moment)
    return by in standing or (bool(standing) and not _ordered(hazard, by))


def _ordered(hazard: History, by: str) -> bool:
    orders = (entry.data for entry in hazard.in_force)
    return any(isinstance(order, HazardSupervisionOrdered) and order.by == by for order in orders)


def is_voided(hazard: History) -> bool:
    """Voided for every date, whenever that was recorded."""
    return hazard.holds(HazardVoided)


def was_referred(hazard: History, receiver: str) -> bool:
    """Whether it was ever sent there, whatever became of it."""
    return any(sent.to == receiver for sent in referrals(hazard))


def referrals(hazard: History) -> list[HazardReferred]:
    """Every sending that was not taken back, whatever became of it."""
    return [entry.data for entry in hazard.in_force if isinstance(entry.data, HazardReferred)]


def standing_senders(hazard: History, receiver: str) -> frozenset[str]:
    """Who sent it there, and not undone: a withdrawal undoes the sendings recorded before it."""
    withdrawn = _withdrawn(hazard).get(receiver, 0)
    return frozenset(
        entry.data.by
        for entry in hazard.in_force
        if isinstance(entry.data, HazardReferred) and entry.data.to == receiver and entry.position > withdrawn
    )


def _withdrawn(hazard: History) -> dict[str, int]:
    """By receiver, where the last withdrawal stands."""
    return {
        entry.data.to: entry.position
        for entry in hazard.in_force
        if isinstance(entry.data, HazardReferralWithdrawn)
    }


def receivers_at(hazard: History, moment: datetime) -> frozenset[str]:
    """Who has it: until they refuse, or the sending is withdrawn, with whatever they answered to it."""
    withdrawn = _withdrawn(hazard)
    accepting: dict[str, bool] = {}
    for entry in hazard.as_of(moment, only=_REFERRING):
        match entry.data:
            case HazardReferred(to=to) | HazardReferralAnswered(to=to) if entry.position < withdrawn.get(
                to, 0
            ):
                continue
            case HazardReferred(to=to):
                accepting[to] = True
            case HazardReferralAnswered(to=to, answer=answer) if to in accepting:
                accepting[to] = answer == "accepted"
            case _:
                pass
    return frozenset(to for to, accepts in accepting.items() if accepts)


_REFERRING = frozenset({HazardReferred, HazardReferralAnswered})
