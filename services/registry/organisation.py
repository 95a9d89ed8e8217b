"""An organisation of the campaign: a later registration renames it from its moment, its kind stays."""

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import repeats_introduction
from shared.aggregates.retraction import take_back
from shared.events.base import Event
from shared.events.registry import OrganisationRegistered
from shared.events.voiding import FactVoided
from shared.problems import Rejected


def organisation_event(data: Event) -> OrganisationRegistered:
    """The data as an organisation's event; TypeError when it belongs to another aggregate."""
    if isinstance(data, OrganisationRegistered):
        return data
    raise TypeError(f"{data.type} is not an event of an organisation")


def decide(organisation: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(organisation, command.data, organisation.introduction)
    event = organisation_event(command.data)
    first = organisation.introduction
    if first is None:
        return [event]
    if organisation_event(first.data).kind != event.kind:
        raise Rejected("already_exists", subject=event.organisation_id)
    return [] if repeats_introduction(organisation, command) else [event]


def evolve(organisation: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        organisation_event(entry.data)
    return organisation.with_entry(entry)


def kind_of(organisation: History) -> str:
    """What facts about others look at; it never changes."""
    first = organisation.introduction
    return "" if first is None else organisation_event(first.data).kind


ORGANISATION: Decider[History] = Decider(History(), decide, evolve, History.of, describe=kind_of)
