"""Writing to this service's own log: one decision at a time, judged on what the log holds just then."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from shared.bus.jetstream import MAX_EVENT_BYTES
from shared.canonical import digest
from shared.clock import Clock
from shared.event_log.append import HeadMoved, Recording, Row, append
from shared.event_log.connection import Connection, Pool
from shared.event_log.head import Head, read_head
from shared.event_log.read import read_facts
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.instant import microseconds, moment_at
from shared.metrics import APPENDED_EVENTS, LOG_POSITION
from shared.problems import Rejected
from shared.relay.relay import Relay

_OF_FACT = "select raw from events where stream = $1 order by stream_version"
_VERSION = "select coalesce(max(stream_version), 0) from events where stream = $1"


@dataclass(frozen=True, slots=True)
class Told:
    """Who acts on which stream, when, and under which key; the same key again gives the first outcome."""

    account: Account
    township: str
    stream: str
    key: FactKey
    digest: str
    """Of what was asked: another content under the same key is `id_conflict`."""
    occurred: datetime
    correlation: str
    after: int = 0
    """What is recorded lies after this moment, microseconds since 1970."""


Decide = Callable[[Connection], Awaitable[Sequence[Event]]]
"""On a snapshot of the log that nobody adds to meanwhile, or it is asked again. Raises `Rejected`."""


class Recorder:
    """The only writer of the log in this process; of several processes one is first."""

    def __init__(self, pool: Pool, clock: Clock, relay: Relay) -> None:
        self._pool, self._clock, self._relay = pool, clock, relay
        self._turn = asyncio.Lock()

    async def record(self, told: Told, decide: Decide) -> list[Envelope]:
        """The events that it became, or those of the first time."""
        async with self._turn:
            while True:
                self._relay.fence.refuse_writing()
                try:
                    async with self._pool.acquire() as connection:
                        return await self._record(connection, told, decide)
                except (HeadMoved, asyncpg.UniqueViolationError):
                    continue

    async def before(self, told: Told) -> list[Envelope]:
        """What the same key has led to already; empty where it is new. `id_conflict` for another content."""
        async with self._pool.acquire() as connection:
            return await _recorded_before(connection, told)

    async def _record(self, connection: Connection, told: Told, decide: Decide) -> list[Envelope]:
        head = await read_head(connection)
        if before := await _recorded_before(connection, told):
            return before
        events = await decide(connection)
        version = await connection.fetchval(_VERSION, told.stream)
        first = max(microseconds(self._clock.now()), head.recorded + 1, told.after + 1)
        envelopes = _envelopes(told, events, head, version, first)
        await _append(connection, told, head, envelopes)
        APPENDED_EVENTS.labels(head.log).inc(len(envelopes))
        LOG_POSITION.labels(head.log).set(envelopes[-1].position)
        self._relay.appended.set()
        return envelopes


async def _recorded_before(connection: Connection, told: Told) -> list[Envelope]:
    known = (await read_facts(connection, [told.key])).get(told.key)
    if known is None:
        return []
    if known.digest != told.digest:
        raise Rejected("id_conflict")
    records = await connection.fetch(_OF_FACT, told.stream)
    envelopes = [Envelope.from_bytes(record["raw"]) for record in records]
    return [each for each in envelopes if FactKey(each.publisher, each.fact_source, each.fact_id) == told.key]


def _envelopes(
    told: Told, events: Sequence[Event], head: Head, version: int, first_recorded: int
) -> list[Envelope]:
    envelopes: list[Envelope] = []
    previous = head.hash
    for number, event in enumerate(events):
        envelope = _envelope(told, event, head, previous)._replace(
            position=head.position + 1 + number,
            stream_version=version + 1 + number,
            recorded=moment_at(first_recorded + number),
        )
        envelopes.append(envelope)
        previous = digest(envelope.to_bytes())
    return envelopes


def _envelope(told: Told, event: Event, head: Head, previous: str) -> Envelope:
    """Its place in the log is still that of the head."""
    return Envelope(
        log=head.log,
        log_id=head.log_id,
        position=head.position,
        previous_hash=previous,
        township=told.township,
        stream=told.stream,
        stream_version=0,
        type=event.type,
        version=event.version,
        occurred=told.occurred,
        recorded=told.occurred,
        actor=told.account.name,
        actor_organisation=told.account.organisation,
        publisher=told.key.publisher,
        fact_source=told.key.source,
        fact_id=told.key.id,
        fact_digest=told.digest,
        correlation=told.correlation,
        causation=told.key.id,
        data=event.payload(),
    )


async def _append(connection: Connection, told: Told, head: Head, envelopes: Sequence[Envelope]) -> None:
    rows = [Row(each.position, each.stream, each.stream_version, each.to_bytes()) for each in envelopes]
    if any(len(row.raw) > MAX_EVENT_BYTES for row in rows):
        raise Rejected("too_large")
    last, first = envelopes[-1], envelopes[0]
    recorded = microseconds(last.recorded)
    new = Head(head.log, head.log_id, last.position, digest(rows[-1].raw), recorded)
    recording = Recording(rows, [(told.key, told.digest, last.position)])
    await append(connection, head, new, microseconds(first.recorded), recording)
