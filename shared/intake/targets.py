"""Finding the fact that a `fact.voided` takes back."""

from typing import NamedTuple

from shared.event_log.connection import Connection
from shared.event_log.read import RecordedFact, read_facts, read_facts_of_any_publisher
from shared.events.voiding import VoidFact
from shared.facts.fact import Fact, FactKey, Reference
from shared.problems import Rejected


class Target(NamedTuple):
    """The event to take back: where it stands, and the key of the fact that it was."""

    key: FactKey
    stream: str
    position: int


ANYBODY = ""
"""Stands for the publisher where the safety office names none: whoever sent it."""


def answered(key: FactKey) -> Reference:
    """What a voiding waits for: that this fact is recorded."""
    return Reference("fact", "|".join(key))


def voiding_data(fact: Fact) -> VoidFact:
    if not isinstance(fact.data, VoidFact):
        raise TypeError(f"{fact.type} takes no fact back")
    return fact.data


def named_key(fact: Fact, data: VoidFact) -> FactKey:
    """The key that the voiding names; its own publisher's unless it says otherwise."""
    return FactKey(data.publisher or fact.key.publisher, data.source, data.id)


def check_may_void(fact: Fact, data: VoidFact) -> None:
    """Only the safety office takes back what another publisher sent."""
    if data.publisher not in (None, fact.key.publisher) and not fact.account.acts_for_any:
        raise Rejected("not_your_organisation", organisation=str(data.publisher))


async def find_targets(connection: Connection, voidings: list[Fact]) -> dict[FactKey, Target | None]:
    """By the voiding's own key; None for what is not known."""
    wanted = {fact.key: voiding_data(fact) for fact in voidings}
    named = {fact.key: named_key(fact, wanted[fact.key]) for fact in voidings}
    found = await read_facts(connection, list(named.values()))
    targets: dict[FactKey, Target | None] = {}
    for fact in voidings:
        data = wanted[fact.key]
        one = found.get(named[fact.key])
        if one is None and data.publisher is None and fact.account.acts_for_any:
            others = await read_facts_of_any_publisher(connection, data.source, data.id)
            one = others[0] if len(others) == 1 else None
        targets[fact.key] = _target(one, fact.account.township)
    return targets


def _target(found: RecordedFact | None, township: str) -> Target | None:
    if found is None or found.position is None or found.stream is None:
        return None
    if not found.stream.startswith(f"{township}/"):
        return None
    return Target(found.key, found.stream, found.position)
