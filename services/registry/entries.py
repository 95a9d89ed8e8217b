"""From a subject's history to what the directory answers about it, as now known. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.registry.campaign import campaign_event
from services.registry.official import official_event
from services.registry.organisation import organisation_event
from services.registry.unit_document import unit_entry
from shared.decider import Recorded
from shared.events.registry import OfficialRegistered, TermEnded, TermStarted
from shared.history import History
from shared.instant import SHANGHAI, parse_instant
from shared.json_types import Json, JsonObject

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """`village` and `department` say who may see a unit; the rest is for everyone of the town."""

    document: JsonObject
    village: str | None = None
    department: str | None = None


def directory_entry(kind: str, subject: str, history: History) -> DirectoryEntry | None:
    """None for what the directory does not list."""
    now = history.as_of(_END_OF_TIME)
    match kind:
        case "unit":
            unit = unit_entry(now)
            return DirectoryEntry({"unit_id": subject, **unit.document}, unit.village, unit.department)
        case "organisation":
            said = organisation_event(now[-1].data)
            return DirectoryEntry({"id": subject, "name": said.name, "kind": said.kind})
        case "official":
            return DirectoryEntry({"id": subject, **_official(now)})
        case "campaign":
            return DirectoryEntry({"id": subject, **_campaign(now)})
        case _:
            return None


def _official(now: list[Recorded]) -> JsonObject:
    """A leader is who holds an office that says so."""
    document: dict[str, Json] = {}
    offices: dict[str, bool] = {}
    for entry in now:
        match official_event(entry.data):
            case OfficialRegistered(name=name, title=title, organisation=organisation):
                document |= {"name": name, "title": title}
                if organisation is not None:
                    document["organisation"] = organisation
            case TermStarted(office=office, leader=leader):
                offices[office] = leader
            case TermEnded(office=office):
                offices.pop(office, None)
    return {**document, "leader": any(offices.values())}


def _campaign(now: list[Recorded]) -> JsonObject:
    opened = campaign_event(now[-1].data)
    window: list[Json] = [_in_shanghai(opened.starts), _in_shanghai(opened.ends)]
    deadlines: list[Json] = [_in_shanghai(deadline) for deadline in opened.deadlines]
    return {"title": opened.title, "window": window, "deadlines": deadlines}


def _in_shanghai(instant: str) -> str:
    return parse_instant(instant).astimezone(SHANGHAI).isoformat()
