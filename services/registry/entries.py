"""From a subject's history to what the directory answers about it, as now known. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.registry.campaign import campaign_event
from services.registry.official import official_event
from services.registry.organisation import organisation_event
from services.registry.search.normalised import normalised
from services.registry.unit_document import unit_entry
from services.registry.unit_rights import UNIT_RIGHTS
from shared.aggregates.decider import Recorded
from shared.aggregates.history import History
from shared.events.registry import OfficialRegistered, TermEnded, TermStarted
from shared.instant import END_OF_TIME, SHANGHAI, parse_instant, write_instant
from shared.json_types import Json, JsonObject

_LEADING = "leading"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """`village`, `department` and `seen_by` say who may see a unit; the rest is for everyone of the town."""

    document: JsonObject
    """As it is answered; of an official `official_at` makes the answer."""
    village: str | None = None
    department: str | None = None
    called: str = ""
    """A unit's name, as it is looked for."""
    seen_by: frozenset[str] = frozenset()
    """Who owned a unit at any date, or has recorded something of it."""


def directory_entry(kind: str, subject: str, history: History) -> DirectoryEntry | None:
    """None for what the directory does not list."""
    said = history.as_of(END_OF_TIME)
    match kind:
        case "unit":
            return _unit(subject, said, history)
        case "organisation":
            named = organisation_event(said[-1].data)
            return DirectoryEntry({"id": subject, "name": named.name, "kind": named.kind})
        case "official":
            return DirectoryEntry({"id": subject, **_official(said)})
        case "campaign":
            return DirectoryEntry({"id": subject, **_campaign(said)})
        case _:
            return None


def _unit(subject: str, said: list[Recorded], history: History) -> DirectoryEntry:
    unit = unit_entry(said)
    recorders = {entry.actor_organisation for entry in history.entries}
    owners = UNIT_RIGHTS.owners_ever(history, {}).organisations
    return DirectoryEntry(
        document={"unit_id": subject, **unit.document},
        village=unit.village,
        department=unit.department,
        called=normalised(str(unit.described.get("name", ""))),
        seen_by=owners | recorders,
    )


def official_at(document: JsonObject, moment: datetime) -> JsonObject:
    """As answered at the moment: a leader is who holds an office then that says so."""
    answered = dict(document)
    changes: Any = answered.pop(_LEADING)
    leads = [leader for since, leader in changes if since <= write_instant(moment)]
    return {**answered, "leader": leads[-1] if leads else False}


def _official(said: list[Recorded]) -> JsonObject:
    """With the moments at which the leader flag changes: a term may end in the future."""
    document: dict[str, Json] = {}
    offices: dict[str, bool] = {}
    leading: list[Json] = []
    for entry in said:
        match official_event(entry.data):
            case OfficialRegistered(name=name, title=title, organisation=organisation):
                document |= {"name": name, "title": title}
                if organisation is not None:
                    document["organisation"] = organisation
            case TermStarted(office=office, leader=leader):
                offices[office] = leader
            case TermEnded(office=office):
                offices.pop(office, None)
        leading.append([write_instant(entry.occurred), any(offices.values())])
    return {**document, _LEADING: leading}


def _campaign(said: list[Recorded]) -> JsonObject:
    opened = campaign_event(said[-1].data)
    window: list[Json] = [_in_shanghai(opened.starts), _in_shanghai(opened.ends)]
    deadlines: list[Json] = [_in_shanghai(deadline) for deadline in opened.deadlines]
    return {"title": opened.title, "window": window, "deadlines": deadlines}


def _in_shanghai(instant: str) -> str:
    return parse_instant(instant).astimezone(SHANGHAI).isoformat()
