"""The chain of causes of an event: what it takes back or is taken back by, what came with it, and what stands
before and after it in the history of its subject."""

from dataclasses import dataclass

import orjson

from shared.event_log.connection import Connection
from shared.event_log.read import read_facts_of_any_publisher
from shared.events.envelope import Envelope
from shared.events.voiding import FactVoided

_NEAR = 500
"""Positions before and after in which events of the same request are looked for."""
_MOST = 20

_AT = """
select raw from events where position = any($1::bigint[]) and starts_with(stream, $2 || '/') order by position
"""
_IN_STREAM = """
select raw from events where stream = $1 and stream_version = any($2::int[]) order by stream_version
"""
_LATER = """
select raw from events where stream = $1 and stream_version > $2 order by stream_version limit 500
"""
_TOGETHER = """
select raw from events
where position between $1 and $2 and position <> $3 and starts_with(stream, $4 || '/')
  and position($5::bytea in raw) > 0
order by position limit $6
"""


@dataclass(frozen=True, slots=True)
class Chain:
    takes_back: list[Envelope]
    taken_back_by: list[Envelope]
    together: list[Envelope]
    """Of the same request, near it in the log."""
    introduced_by: Envelope | None
    """None where it is the first of its subject itself."""
    before: Envelope | None
    after: Envelope | None


async def chain_of(connection: Connection, event: Envelope) -> Chain:
    versions = [1, event.stream_version - 1, event.stream_version + 1]
    rows = await connection.fetch(_IN_STREAM, event.stream, versions)
    beside = {each.stream_version: each for each in _read(rows)}
    first = beside.get(1)
    return Chain(
        await _takes_back(connection, event),
        await _taken_back_by(connection, event),
        await _together(connection, event),
        None if event.stream_version == 1 else first,
        beside.get(event.stream_version - 1),
        beside.get(event.stream_version + 1),
    )


async def _takes_back(connection: Connection, event: Envelope) -> list[Envelope]:
    if event.type != FactVoided.type:
        return []
    source, fact_id = str(event.data["source"]), str(event.data["id"])
    facts = await read_facts_of_any_publisher(connection, source, fact_id)
    positions = [fact.position for fact in facts if fact.stream == event.stream]
    return _read(await connection.fetch(_AT, positions, event.township))


async def _taken_back_by(connection: Connection, event: Envelope) -> list[Envelope]:
    """What takes a fact back stands in the stream of its subject."""
    later = _read(await connection.fetch(_LATER, event.stream, event.stream_version))
    return [each for each in later if each.type == FactVoided.type and _names(each, event)]


def _names(voiding: Envelope, event: Envelope) -> bool:
    named = voiding.data["source"], voiding.data["id"]
    of_publisher = voiding.data.get("publisher") in (None, event.publisher)
    return of_publisher and named == (event.fact_source, event.fact_id)


async def _together(connection: Connection, event: Envelope) -> list[Envelope]:
    if not event.correlation:
        return []
    named = b'"correlationid":' + orjson.dumps(event.correlation)
    near = max(1, event.position - _NEAR), event.position + _NEAR
    rows = await connection.fetch(_TOGETHER, *near, event.position, event.township, named, _MOST)
    return _read(rows)


def _read(rows: list[tuple[bytes]]) -> list[Envelope]:
    return [Envelope.from_bytes(raw) for (raw,) in rows]
