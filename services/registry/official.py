"""An official: a public name and title, and terms of office with the leader flag (领导)."""

from typing import TypeAlias

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import introduced, repeats_introduction
from shared.aggregates.retraction import take_back
from shared.events.base import Event
from shared.events.registry import OfficialRegistered, TermEnded, TermStarted
from shared.events.voiding import FactVoided

OfficialEvent: TypeAlias = OfficialRegistered | TermStarted | TermEnded


def official_event(data: Event) -> OfficialEvent:
    """The data as an official's event; TypeError when it belongs to another aggregate."""
    if isinstance(data, OfficialEvent):
        return data
    raise TypeError(f"{data.type} is not an event of an official")


def decide(official: History, command: Command) -> list[Event]:
    """Terms may be dated before the registration: an office is held before anyone writes it down."""
    if isinstance(command.data, FactVoided):
        return take_back(official, command.data, official.introduction)
    event = official_event(command.data)
    if not isinstance(event, OfficialRegistered):
        introduced(official, event.official_id)
        return [event]
    return [] if repeats_introduction(official, command) else [event]


def evolve(official: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        official_event(entry.data)
    return official.with_entry(entry)


OFFICIAL: Decider[History] = Decider(History(), decide, evolve, History.of)
