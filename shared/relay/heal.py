"""Refilling a log that was put back to an older state, from the chained bytes that its stream still holds.

Only appends with the service's own role: every event is checked against the hash of the one before it, so
that the log goes on as it did. With the events, the facts they answered are known again.
"""

from dataclasses import dataclass

from nats.aio.client import Client

from shared.canonical import GENESIS
from shared.event_log.append import Recording, Row, append
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import FactKey
from shared.instant import microseconds
from shared.relay.stored_bytes import read_stored


class ChainBroken(Exception):
    """The stream does not continue the log: what it holds from here on can't be taken over."""


@dataclass(frozen=True, slots=True)
class Healed:
    """Positions `first` to `last` were taken over from the stream; none when `last` is before `first`."""

    first: int
    last: int


async def heal_log(bus: Client, connection: Connection, log: str, stream_last: int) -> Healed:
    """Take over everything after the log's head up to `stream_last`, in several transactions.

    Interrupted, it goes on from where it was. ChainBroken or Unreadable leaves the good part in the log.
    """
    head = await read_head(connection)
    first = head.position + 1
    while head.position < stream_last:
        raws = await read_stored(bus, log, head.position + 1)
        envelopes = [_decode(raw, head.position + 1 + number) for number, raw in enumerate(raws)]
        if head.position == 0:
            head = await _adopt(connection, head, envelopes[0].log_id)
        head = await _take_over(connection, head, list(zip(envelopes, raws, strict=True)))
    return Healed(first, head.position)


def check_chain(head: Head, events: list[tuple[Envelope, bytes]]) -> str:
    """The hash of the last event; ChainBroken when they do not continue this head one by one."""
    hash_ = head.hash
    for number, (envelope, raw) in enumerate(events, 1):
        position = head.position + number
        if envelope.position != position or envelope.log != head.log:
            raise ChainBroken(f"{head.log}: at {position} stands {envelope.log}/{envelope.position}")
        if envelope.log_id != head.log_id:
            raise ChainBroken(f"{head.log}: at {position} stands an event of the log {envelope.log_id}")
        if envelope.previous_hash != hash_:
            raise ChainBroken(f"{head.log}: the event at {position} does not continue the chain")
        hash_ = event_hash(raw)
    return hash_


def _decode(raw: bytes, position: int) -> Envelope:
    try:
        return Envelope.from_bytes(raw)
    except (KeyError, ValueError, TypeError) as error:
        raise ChainBroken(f"what stands at {position} is no event: {error!r}") from error


async def _adopt(connection: Connection, empty: Head, log_id: str) -> Head:
    """An empty log has no identity to defend: it becomes again the log that the stream is of."""
    if empty.hash != GENESIS:
        raise ChainBroken(f"{empty.log}: empty, and yet chained to {empty.hash}")
    await connection.execute("update log_head set log_id = $1 where position = 0", log_id)
    return await read_head(connection)


async def _take_over(connection: Connection, head: Head, events: list[tuple[Envelope, bytes]]) -> Head:
    last_hash = check_chain(head, events)
    last = events[-1][0]
    healed = Head(head.log, head.log_id, last.position, last_hash, microseconds(last.recorded))
    await append(
        connection,
        head,
        healed,
        microseconds(events[0][0].recorded),
        Recording(
            [Row(event.position, event.stream, event.stream_version, raw) for event, raw in events],
            [(_key(event), event.fact_digest, event.position) for event, _ in events],
        ),
    )
    return healed


def _key(event: Envelope) -> FactKey:
    return FactKey(event.publisher, event.fact_source, event.fact_id)
