"""Events of one town from its log, the newest first, a bounded stretch of the log at a time."""

from dataclasses import dataclass

import orjson

from shared.event_log.connection import Connection
from shared.event_log.head import read_head
from shared.events.envelope import Envelope
from shared.problems import Rejected

PAGE = 50
LOOKED_THROUGH = 20_000
"""Events at a time, of all towns: a rare type is looked for in several steps."""

# What ends the bytes of an event is its type: canonical JSON has its keys in order, and no key comes after.
_IN_STRETCH = """
select raw from (select position, stream, raw from events where position < $1 and position >= $2) as stretch
where starts_with(stream, $3 || '/')
  and ($4::bytea is null or substring(raw from octet_length(raw) - octet_length($4) + 1) = $4)
order by position desc limit $5
"""
_OF_SUBJECT = """
select raw from events
where stream = $1 and position < $2
  and ($3::bytea is null or substring(raw from octet_length(raw) - octet_length($3) + 1) = $3)
order by position desc limit $4
"""
_ONE = "select raw from events where position = $1 and starts_with(stream, $2 || '/')"
_BESIDE = """
select
  (select max(position) from (
    select position, stream from events where position < $1 order by position desc limit $3) as before
   where starts_with(stream, $2 || '/')),
  (select min(position) from (
    select position, stream from events where position > $1 order by position limit $3) as after
   where starts_with(stream, $2 || '/'))
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a stretch of the log."""

    events: list[Envelope]
    first: int
    """The lowest position that was looked at."""
    goes_on: bool
    """There are more below."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    type: str | None
    subject: str | None
    """`kind/id`."""


async def head_of(connection: Connection) -> int:
    return (await read_head(connection)).position


async def look_through(connection: Connection, township: str, by: EventFilter, before: int) -> Looked:
    """Those below `before`."""
    ending = None if by.type is None else _ending(by.type)
    if by.subject is not None:
        stream = f"{township}/{by.subject}"
        rows = await connection.fetch(_OF_SUBJECT, stream, before, ending, PAGE + 1)
        return _looked([row["raw"] for row in rows], 1)
    first = max(1, before - LOOKED_THROUGH)
    rows = await connection.fetch(_IN_STRETCH, before, first, township, ending, PAGE + 1)
    return _looked([row["raw"] for row in rows], first)


async def event_at(connection: Connection, township: str, position: int) -> tuple[Envelope, bytes]:
    """Raises `not_found`; another town's event is none."""
    raw = await connection.fetchval(_ONE, position, township)
    if raw is None:
        raise Rejected("not_found", what=str(position))
    return Envelope.from_bytes(raw), bytes(raw)


async def beside(connection: Connection, township: str, position: int) -> tuple[int | None, int | None]:
    """The town's events before and after, where they are near."""
    ((before, after),) = await connection.fetch(_BESIDE, position, township, LOOKED_THROUGH)
    return before, after


def _looked(raws: list[bytes], first: int) -> Looked:
    events = [Envelope.from_bytes(raw) for raw in raws[:PAGE]]
    if len(raws) > PAGE:
        return Looked(events, events[-1].position, goes_on=True)
    return Looked(events, first, goes_on=first > 1)


def _ending(type_name: str) -> bytes:
    return b'"type":' + orjson.dumps(type_name) + b"}"
