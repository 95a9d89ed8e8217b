"""What a list says of one hazard, inspection, penalty or case. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.hazards.hazard_document import HazardNow, hazard_now
from services.hazards.pages.wording import REVOKED, VOIDED, WITHDRAWN
from services.hazards.timeline.fields import parts_in_words
from shared.aggregates.history import History
from shared.events.hazards import (
    CaseReferred,
    CaseWithdrawn,
    InspectionCompleted,
    InspectionVoided,
    PenaltyImposed,
    PenaltyRevoked,
    PenaltyVoided,
)
from shared.timelines.words import Named
from shared.wording import Both, same


@dataclass(frozen=True, slots=True)
class HazardLine:
    id: str
    now: HazardNow
    days_overdue: int


@dataclass(frozen=True, slots=True)
class ActLine:
    """An inspection, a penalty or a case, by its introduction."""

    kind: str
    id: str
    occurred: datetime
    by: str
    said: Both
    state: Both | None
    """Where it does not stand as it was said."""


def hazard_lines(found: Mapping[str, History], now: datetime) -> list[HazardLine]:
    lines = [(id_, hazard_now(history)) for id_, history in found.items()]
    return [HazardLine(id_, stands, stands.days_overdue(now)) for id_, stands in lines]


def act_lines(kind: str, found: Mapping[str, History]) -> list[ActLine]:
    return [_act(kind, id_, history) for id_, history in found.items()]


def named_in(hazards: Iterable[HazardLine], acts: Iterable[ActLine]) -> set[Named]:
    """What has to be looked up before they can be shown."""
    organisations = {each.now.found.by for each in hazards} | {each.by for each in acts}
    return {("organisation", each) for each in organisations}


def _act(kind: str, id_: str, history: History) -> ActLine:
    first = history.entries[0]
    match first.data:
        case InspectionCompleted(by=by):
            said, state = same(""), VOIDED if history.holds(InspectionVoided) else None
        case PenaltyImposed(by=by, parts=parts):
            said = parts_in_words([part.payload() for part in parts])
            state = _penalty_state(history)
        case CaseReferred(by=by):
            said, state = same(""), WITHDRAWN if _is_withdrawn(history) else None
        case _:
            raise ValueError(f"{first.data.type} introduces nothing that is listed")
    return ActLine(kind, id_, first.occurred, by, said, state)


def _penalty_state(history: History) -> Both | None:
    if history.holds(PenaltyVoided):
        return VOIDED
    return REVOKED if history.holds(PenaltyRevoked) else None


def _is_withdrawn(history: History) -> bool:
    """Sent again since, it stands anew."""
    acts = [entry.data for entry in history.in_force if isinstance(entry.data, CaseReferred | CaseWithdrawn)]
    return bool(acts) and isinstance(acts[-1], CaseWithdrawn)
