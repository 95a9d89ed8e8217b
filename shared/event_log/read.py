"""Reading a log: after a position, or one stream. No gap is waited for, because there is none."""

from collections.abc import Sequence
from typing import NamedTuple

import asyncpg

from shared.canonical import GENESIS
from shared.event_log.connection import Connection
from shared.events.envelope import event_hash
from shared.facts.fact import FactKey


class Stored(NamedTuple):
    """An event as the log holds it."""

    position: int
    stream: str
    stream_version: int
    raw: bytes


class RecordedFact(NamedTuple):
    """A fact that the log has answered, and the stream its event stands in."""

    key: FactKey
    digest: str
    position: int | None
    stream: str | None


_FACTS = """
select f.publisher, f.source, f.fact_id, f.digest, f.position, e.stream, null::int, null::bytea
from unnest($1::text[], $2::text[], $3::text[]) as k (publisher, source, fact_id)
cross join lateral (
  select * from recorded_facts
  where publisher = k.publisher and source = k.source and fact_id = k.fact_id offset 0
) as f
left join lateral (
  select stream from events where position = f.position offset 0
) as e on true
"""
# `lateral … offset 0`: by the primary key, one after the other. Left to itself the planner keeps the plan
# that was good while the tables were empty, and reads them whole for every batch.
_FACTS_AND_STREAMS = f"""
{_FACTS}
union all
select null, null, null, null, position, stream, stream_version, raw
from events where stream = any($4::text[]) order by position
"""  # noqa: S608 - both halves are written here
_RUN = """
select position, raw from (
  select position, raw, sum(octet_length(raw)) over (order by position) as bytes
  from (select position, raw from events where position > $1 order by position limit 1000) as next
) as next where bytes <= 4194304 or position = $1 + 1 order by position
"""
_FACTS_OF_ANY = """
select f.publisher, f.source, f.fact_id, f.digest, f.position, e.stream
from recorded_facts f left join events e on e.position = f.position
where f.source = $1 and f.fact_id = $2
"""


async def read_after(connection: Connection, position: int, limit: int) -> list[Stored]:
    """Up to `limit` events after `position`, in order."""
    rows = await connection.fetch(
        "select position, stream, stream_version, raw from events "
        "where position > $1 order by position limit $2",
        position,
        limit,
    )
    return [Stored(*row) for row in rows]


async def read_run(connection: Connection, position: int) -> list[tuple[int, bytes]]:
    """The events after `position`, in order: at most 1,000 of them, and 4 MiB, but one if there is one."""
    return [(row[0], row[1]) for row in await connection.fetch(_RUN, position)]


async def hash_at(connection: Connection, position: int) -> str:
    """A log that lacks a position before its head has no hash there, and so differs from any other."""
    if position == 0:
        return GENESIS
    raw = await connection.fetchval("select raw from events where position = $1", position)
    return "" if raw is None else event_hash(raw)


async def read_streams(connection: Connection, streams: Sequence[str]) -> list[Stored]:
    """The whole of several streams, each in its own order."""
    rows = await connection.fetch(
        "select position, stream, stream_version, raw from events "
        "where stream = any($1::text[]) order by position",
        streams,
    )
    return [Stored(*row) for row in rows]


async def read_facts(connection: Connection, keys: Sequence[FactKey]) -> dict[FactKey, RecordedFact]:
    """Those of the keys that the log has answered."""
    rows = await connection.fetch(_FACTS, *_columns(keys))
    return {fact.key: fact for fact in map(_fact, rows)}


async def read_facts_and_streams(
    connection: Connection, keys: Sequence[FactKey], streams: Sequence[str]
) -> tuple[dict[FactKey, RecordedFact], list[Stored]]:
    """`read_facts` and `read_streams` in one round trip."""
    if not streams:
        return await read_facts(connection, keys), []
    rows = await connection.fetch(_FACTS_AND_STREAMS, *_columns(keys), streams)
    stored = [Stored(*row[4:]) for row in rows if row[7] is not None]
    return {fact.key: fact for fact in (_fact(row) for row in rows if row[7] is None)}, stored


async def read_facts_of_any_publisher(
    connection: Connection, source: str, fact_id: str
) -> list[RecordedFact]:
    """Every fact with this source and id, whoever published it."""
    rows = await connection.fetch(_FACTS_OF_ANY, source, fact_id)
    return [_fact(row) for row in rows]


def _columns(keys: Sequence[FactKey]) -> tuple[list[str], list[str], list[str]]:
    return [key.publisher for key in keys], [key.source for key in keys], [key.id for key in keys]


def _fact(row: asyncpg.Record) -> RecordedFact:
    return RecordedFact(FactKey(*row[:3]), *row[3:6])
