"""Rules about the introduction of a subject that every aggregate shares."""

from shared.aggregates.decider import Command, Recorded
from shared.aggregates.history import History
from shared.events.base import Event
from shared.problems import Rejected


def repeats_introduction(history: History, command: Command) -> bool:
    """The introducing fact again, under another id: nothing to record."""
    first = history.introduction
    return first is not None and first.data == command.data and first.occurred == command.occurred


def introduce_once(history: History, command: Command, subject: str) -> list[Event]:
    """A subject is introduced by one fact; the same content and time again is a repetition."""
    if history.introduction is None:
        return [command.data]
    if repeats_introduction(history, command):
        return []
    raise Rejected("already_exists", subject=subject)


def introduced(history: History, subject: str) -> Recorded:
    """The introducing entry; nothing else may be said of a subject before it."""
    if history.introduction is None:
        raise Rejected("unknown_reference", reference=subject)
    return history.introduction


def refuse_before_introduction(history: History, command: Command, subject: str) -> None:
    """A change can't be dated before its subject was introduced; a correction holds for every date."""
    if command.occurred < introduced(history, subject).occurred:
        raise Rejected("before_introduction", subject=subject)
