"""Type name and version to class: the only place where stored names meet classes."""

from shared.events import hazards, registry
from shared.events.base import Event
from shared.events.consolidating import CONSOLIDATING_EVENTS
from shared.events.judged import STORED
from shared.events.reporting import REPORTING_EVENTS
from shared.events.storing import STORING_EVENTS
from shared.events.voiding import FactVoided
from shared.json_types import JsonObject

REGISTRY_EVENTS: tuple[type[Event], ...] = (
    registry.OrganisationRegistered,
    registry.OfficialRegistered,
    registry.TermStarted,
    registry.TermEnded,
    registry.WorkingGroupFormed,
    registry.CampaignOpened,
    registry.UnitRegistered,
    registry.UnitDescribed,
    registry.UnitGraded,
    registry.UnitReassigned,
    registry.UnitClosedDown,
    registry.UnitReopened,
    registry.UnitMerged,
    registry.UnitVoided,
)
HAZARDS_EVENTS: tuple[type[Event], ...] = (
    hazards.InspectionCompleted,
    hazards.InspectionVoided,
    hazards.HazardFound,
    hazards.HazardPlanned,
    hazards.HazardControlsImposed,
    hazards.HazardRectificationClaimed,
    hazards.HazardClosed,
    hazards.HazardRectificationRejected,
    hazards.HazardLookBackPassed,
    hazards.HazardLookBackFailed,
    hazards.HazardRegraded,
    hazards.HazardReferred,
    hazards.HazardReferralAnswered,
    hazards.HazardReferralWithdrawn,
    hazards.HazardSupervisionOrdered,
    hazards.HazardSupervisionLifted,
    hazards.HazardVoided,
    hazards.HazardMerged,
    hazards.PenaltyImposed,
    hazards.PenaltyRevoked,
    hazards.PenaltyVoided,
    hazards.CaseReferred,
    hazards.CaseWithdrawn,
    hazards.SelfCheckRecorded,
)

LOG_EVENTS: dict[str, tuple[type[Event], ...]] = {
    "registry": (*REGISTRY_EVENTS, FactVoided),
    "hazards": (*HAZARDS_EVENTS, FactVoided),
    "reporting": (*REPORTING_EVENTS, *CONSOLIDATING_EVENTS, *STORING_EVENTS),
}
"""What each log holds."""

FACT_OWNERS: dict[str, str] = {
    event.type: "registry" for event in REGISTRY_EVENTS if event.type.startswith("unit.")
} | {event.type: "hazards" for event in HAZARDS_EVENTS}
"""Which service keeps each type that may be sent from outside; `fact.voided` belongs to both."""

EVENTS: dict[tuple[str, int], type[Event]] = {
    (event.type, event.version): event for events in LOG_EVENTS.values() for event in events
}


def load_event(type_name: str, version: int, data: JsonObject) -> Event:
    """The event a stored payload means; KeyError for a name that no release ever wrote."""
    return EVENTS[type_name, version].model_validate(data, context=STORED)
