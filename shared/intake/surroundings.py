"""What has to be looked up before a batch can be judged: one round of questions, then no more waiting."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from shared.event_log.connection import Pool
from shared.event_log.read import RecordedFact, read_facts
from shared.events.voiding import VoidFact
from shared.facts.book import FactBook
from shared.facts.fact import Fact, FactKey, Reference
from shared.intake.streams import Streams
from shared.intake.subject import stream_of, subject_of
from shared.intake.targets import Target, find_targets

Named = tuple[str, Reference]
"""A reference within a township."""


class Known(Protocol):
    """What other services have introduced, as far as this one has heard."""

    kinds: frozenset[str]

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        """The known ones: of an organisation its kind, of a voiding who recorded it, of the rest nothing."""


class NothingElse:
    """For a service whose facts refer to its own log only."""

    kinds: frozenset[str] = frozenset()

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        return dict.fromkeys(named, "")


@dataclass(slots=True)
class Surroundings:
    """The answers for one batch."""

    answered: dict[FactKey, RecordedFact] = field(default_factory=dict)
    targets: dict[FactKey, Target | None] = field(default_factory=dict)
    """By the key of each `fact.voided`: what it takes back, None while that is not known."""
    known: Mapping[Named, str] = field(default_factory=dict)


def voiding_elsewhere(fact: Fact) -> Reference:
    """What a service hears when another one has recorded this `fact.voided`; its value is that service."""
    return Reference("voiding", "|".join(fact.key))


def references_of(fact: Fact, book: FactBook) -> list[Reference]:
    return book[fact.type].references(fact.data)


async def look_around(
    facts: list[Fact], book: FactBook, streams: Streams, known: Known, pool: Pool
) -> Surroundings:
    """Answered facts, targets of voidings, states of streams and known references of a batch."""
    around = Surroundings()
    voiding = [fact for fact in facts if isinstance(fact.data, VoidFact)]
    if voiding:
        async with pool.acquire() as connection:
            around.targets = await find_targets(connection, voiding)
    named = {(fact.account.township, reference) for fact in facts for reference in references_of(fact, book)}
    if "voiding" in known.kinds:
        named |= {(fact.account.township, voiding_elsewhere(fact)) for fact in voiding}
    own = {each for each in named if each[1].kind not in known.kinds}
    wanted = [stream_of(*each) for each in own]
    wanted += [
        stream_of(fact.account.township, subject_of(fact, book)) for fact in facts if fact not in voiding
    ]
    wanted += [target.stream for target in around.targets.values() if target is not None]
    around.answered, _, around.known = await asyncio.gather(
        _answered(facts, pool), _load(wanted, streams, pool), known.look_up(named - own)
    )
    return around


async def _answered(facts: list[Fact], pool: Pool) -> dict[FactKey, RecordedFact]:
    async with pool.acquire() as connection:
        return await read_facts(connection, [fact.key for fact in facts])


async def _load(wanted: list[str], streams: Streams, pool: Pool) -> None:
    missing = streams.missing(wanted)
    if missing:
        async with pool.acquire() as connection:
            await streams.load(connection, missing)
