"""The one statement that writes to a log: compare-and-set on the head, with the inserts joined to it.

Positions are contiguous and in commit order because whoever moves the head holds its row until commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.event_log.connection import Connection
from shared.event_log.head import Head
from shared.facts.fact import FactKey

_APPEND = """
with moved as (
  update log_head set position = $2, hash = $3, recorded = greatest(recorded, $4)
  where log_id = $1 and position = $5 and hash = $16 and recorded < $6
  returning position
), logged as (
  insert into events (position, stream, stream_version, raw)
  select e.* from moved, unnest($7::bigint[], $8::text[], $9::int[], $10::bytea[]) as e
), answered as (
  insert into recorded_facts (publisher, source, fact_id, digest, position)
  select f.* from moved, unnest($11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[]) as f
)
select count(*) from moved
"""


class HeadMoved(Exception):
    """Another process appended, or moved the watermark, first: reload the head and judge again."""


class Row(NamedTuple):
    """One event, built on the head it is appended to."""

    position: int
    stream: str
    stream_version: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Recording:
    """What one append writes besides the head: events, and the facts they answer."""

    rows: Sequence[Row]
    facts: Sequence[tuple[FactKey, str, int | None]] = field(default=())
    """(key, digest, position); position None for a repetition that changed nothing."""


async def append(
    connection: Connection, expected: Head, new: Head, first_recorded: int, recording: Recording
) -> None:
    """Append all or nothing; HeadMoved when `expected` is no longer the head.

    A clash of (stream, version) or of a fact's key raises asyncpg.UniqueViolationError.
    """
    rows, facts = recording.rows, recording.facts
    moved = await connection.fetchval(
        _APPEND,
        expected.log_id,
        new.position,
        new.hash,
        new.recorded,
        expected.position,
        first_recorded,
        [row.position for row in rows],
        [row.stream for row in rows],
        [row.stream_version for row in rows],
        [row.raw for row in rows],
        [key.publisher for key, _, _ in facts],
        [key.source for key, _, _ in facts],
        [key.id for key, _, _ in facts],
        [digest for _, digest, _ in facts],
        [position for _, _, position in facts],
        expected.hash,
    )
    if moved == 0:
        raise HeadMoved
