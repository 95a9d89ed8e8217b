"""Finding the fact that a `fact.voided` takes back."""

from typing import NamedTuple, TypeAlias

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


class Repetition(Rejected):
    """The fact repeated an introduction and became no event, so there is nothing to take back."""


Found: TypeAlias = Target | Rejected | None

ANYBODY = ""
"""Stands for the publisher where the safety office names none: whoever sent it."""


def answered(key: FactKey) -> Reference:
    """What a voiding waits for: that this fact is recorded."""
    return Reference("fact", key.as_text())


def voiding_data(fact: Fact) -> VoidFact:
    if not isinstance(fact.data, VoidFact):
        raise TypeError(f"{fact.type} takes no fact back")
    return fact.data


def named_key(fact: Fact, data: VoidFact) -> FactKey:
    """The key that the voiding names; its own publisher's unless it says otherwise."""
    return FactKey(data.publisher or fact.key.publisher, data.source, data.id)


def taken_back_by(fact: Fact) -> list[Reference]:
    """What a voiding may mean: the fact it names, or anybody's of that source and id."""
    data = voiding_data(fact)
    key = named_key(fact, data)
    anybodys = fact.account.acts_for_any and data.publisher is None
    return [answered(each) for each in ((key, key._replace(publisher=ANYBODY)) if anybodys else (key,))]


async def find_targets(connection: Connection, voidings: list[Fact]) -> dict[FactKey, Found]:
    """By the voiding's own key; `Rejected` for what can't be taken back, None for what is not known."""
    named = {fact.key: named_key(fact, voiding_data(fact)) for fact in voidings}
    found = await read_facts(connection, list(named.values()))
    targets: dict[FactKey, Found] = {}
    for fact in voidings:
        one = found.get(named[fact.key])
        targets[fact.key] = await _anybodys(connection, fact) if one is None else _target(one, fact)
    return targets


async def _anybodys(connection: Connection, fact: Fact) -> Found:
    data = voiding_data(fact)
    if data.publisher is not None or not fact.account.acts_for_any:
        return None
    others = await read_facts_of_any_publisher(connection, data.source, data.id)
    found = [_target(each, fact) for each in others]
    of_the_town = [each for each in found if isinstance(each, Target)]
    if len(of_the_town) > 1:
        publishers = ", ".join(sorted(each.key.publisher for each in of_the_town))
        return Rejected("publisher_needed", fact=f"{data.source} {data.id}", publishers=publishers)
    # A repetition has no stream and so no town: it counts only where there is nothing else.
    return of_the_town[0] if of_the_town else next((each for each in found if each is not None), None)


def _target(found: RecordedFact, voiding: Fact) -> Found:
    if found.stream is None or found.position is None:
        return Repetition("introduces_subject", subject=f"{found.key.source} {found.key.id}")
    if not found.stream.startswith(f"{voiding.account.township}/"):
        return None
    return Target(found.key, found.stream, found.position)
