"""How a hazard stands now, folded from its entries. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.hazards.hazard import receivers_at, supervisors
from shared.aggregates.decider import Recorded
from shared.aggregates.history import History
from shared.events.base import Event
from shared.events.hazards import (
    HazardClosed,
    HazardFound,
    HazardLookBackFailed,
    HazardLookBackPassed,
    HazardMerged,
    HazardPlanned,
    HazardRectificationClaimed,
    HazardRectificationRejected,
    HazardRegraded,
    HazardVoided,
)
from shared.instant import END_OF_TIME, SHANGHAI

_STATE_AFTER: Mapping[type[Event], str] = {
    HazardRectificationClaimed: "claimed",
    HazardRectificationRejected: "open",
    HazardClosed: "closed",
    HazardLookBackPassed: "looked_back",
    HazardLookBackFailed: "open",
}
_CLOSED = ("closed", "looked_back")
_REGRADED = {"raised": "major", "mitigated": "general"}


@dataclass(frozen=True, slots=True)
class HazardNow:
    found: HazardFound
    found_at: datetime
    severity: str
    """general or major."""
    state: str
    """open, claimed, closed, looked_back, voided or merged."""
    deadline: str | None
    """A day, by the plan that occurred last."""
    merged_into: str | None
    supervised_by: frozenset[str]
    received_by: frozenset[str]

    def days_overdue(self, now: datetime) -> int:
        """Due until the end of its day; 0 where it is not overdue, or settled."""
        if self.deadline is None or self.state not in ("open", "claimed"):
            return 0
        return max(0, (now.astimezone(SHANGHAI).date() - date.fromisoformat(self.deadline)).days)


def hazard_now(hazard: History) -> HazardNow:
    """Of one that was introduced."""
    found, found_at = _discovery(hazard)
    merged_into = _merged_into(hazard)
    return HazardNow(
        found=found,
        found_at=found_at,
        severity=_severity(hazard),
        state=_state(hazard, merged_into),
        deadline=_deadline(hazard),
        merged_into=merged_into,
        supervised_by=supervisors(hazard, END_OF_TIME),
        received_by=receivers_at(hazard, END_OF_TIME),
    )


def _discovery(hazard: History) -> tuple[HazardFound, datetime]:
    for entry in hazard.entries:
        if isinstance(entry.data, HazardFound):
            return entry.data, entry.occurred
    raise ValueError("nobody has found it")


def _merged_into(hazard: History) -> str | None:
    """Of several mergers the last one recorded stands."""
    into = [entry.data.into for entry in hazard.in_force if isinstance(entry.data, HazardMerged)]
    return into[-1] if into else None


def _state(hazard: History, merged_into: str | None) -> str:
    """Voided and merged hold for every date; a claim of something closed says nothing new."""
    if hazard.holds(HazardVoided):
        return "voided"
    if merged_into is not None:
        return "merged"
    state = "open"
    for entry in hazard.as_of(END_OF_TIME, only=_STATE_AFTER):
        after = _STATE_AFTER[type(entry.data)]
        state = state if after == "claimed" and state in _CLOSED else after
    return state


def _severity(hazard: History) -> str:
    """Misjudged sets it for every date and undoes the re-gradings recorded before it."""
    severity, regraded = "", None
    for entry in hazard.in_force:
        match entry.data:
            case HazardFound() | HazardRegraded(reason="misjudged"):
                severity, regraded = entry.data.severity, None
            case HazardRegraded():
                regraded = _later(regraded, entry)
            case _:
                pass
    return severity if regraded is None else _REGRADED[_reason(regraded)]


def _later(known: Recorded | None, entry: Recorded) -> Recorded:
    return entry if known is None or entry.occurred >= known.occurred else known


def _reason(regraded: Recorded) -> str:
    return regraded.data.reason if isinstance(regraded.data, HazardRegraded) else ""


def _deadline(hazard: History) -> str | None:
    plans = [
        entry.data.deadline
        for entry in hazard.as_of(END_OF_TIME, only=(HazardPlanned,))
        if isinstance(entry.data, HazardPlanned)
    ]
    return plans[-1] if plans else None
