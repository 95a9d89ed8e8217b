"""Type name and version to class: the only place where stored names meet classes.

Logs hold every version there ever was. Whoever reads an event gets what the newest version of it says.
"""

from shared.events import hazards, registry
from shared.events.base import Event
from shared.events.consolidating import CONSOLIDATING_EVENTS
from shared.events.envelope import Envelope, Essentials
from shared.events.judged import STORED
from shared.events.older import penalty_imposed_1
from shared.events.older.upcaster import Older
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

OLDER_VERSIONS: dict[tuple[str, int], Older] = {
    ("penalty.imposed", 1): Older(penalty_imposed_1.PenaltyImposed1, penalty_imposed_1.to_version_2),
}
"""What is not written any more, by type and version, with the way to the version after it."""

NEWEST: dict[str, int] = {event.type: event.version for events in LOG_EVENTS.values() for event in events}
"""The version of each type that is written."""

EVENTS: dict[tuple[str, int], type[Event]] = {
    (event.type, event.version): event for events in LOG_EVENTS.values() for event in events
} | {name: older.event for name, older in OLDER_VERSIONS.items()}
"""Every version of every type that a log may hold."""


class UnknownEvent(KeyError):
    """Of a type or version that this release does not know: a newer one has written it."""

    def __init__(self, type_name: str, version: int) -> None:
        super().__init__(type_name, version)

    def __str__(self) -> str:
        return "this release knows no {} of version {}".format(*self.args)


def versions_of(event: type[Event]) -> list[type[Event]]:
    """All versions of a type, the first one first; of what no log holds only itself."""
    known = [each for (type_name, _), each in EVENTS.items() if type_name == event.type]
    return sorted(known, key=lambda each: each.version) if event in known else [event]


def newest_data(written: Envelope | Essentials) -> JsonObject:
    """What the newest version says of an event as it is stored. Raises `UnknownEvent`."""
    type_name, version = written.type, written.version
    if NEWEST.get(type_name) == version:
        return written.data
    return _upcast(type_name, version, written.data)


def load_event(type_name: str, version: int, data: JsonObject) -> Event:
    """The event a stored payload means, in the newest version. Raises `UnknownEvent`."""
    if NEWEST.get(type_name) != version:
        data = _upcast(type_name, version, data)
    return EVENTS[type_name, NEWEST[type_name]].model_validate(data, context=STORED)


def _upcast(type_name: str, version: int, data: JsonObject) -> JsonObject:
    newest = NEWEST.get(type_name)
    while version != newest:
        older = OLDER_VERSIONS.get((type_name, version))
        if older is None:
            raise UnknownEvent(type_name, version)
        data, version = older.upcast(data), version + 1
    return data
