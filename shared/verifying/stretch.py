"""One stretch of a stored log, read and walked: what one process does at a time."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass

import asyncpg

from shared.event_log.connection import SESSION, Connection
from shared.event_log.read import Stored
from shared.events.envelope import event_hash
from shared.verifying.answered import FactSum
from shared.verifying.finding import Finding
from shared.verifying.row_checks import Before, read
from shared.verifying.walk import Walk

_ROWS = """
select position, stream, stream_version, raw from events where position between $1 and $2 order by position
"""
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Positions `first` to `last` of the log that is stored in the database `dsn`."""

    dsn: str
    log: str
    log_id: str
    first: int
    last: int
    head_hash: str
    checks: Collection[str]


@dataclass(frozen=True, slots=True)
class Walked:
    finding: Finding | None
    facts: FactSum
    end: Before


def walk(stretch: Stretch) -> Walked:
    """For a pool of processes."""
    return asyncio.run(_walk(stretch))


async def _walk(stretch: Stretch) -> Walked:
    connection = await asyncpg.connect(stretch.dsn, timeout=10, server_settings=SESSION)
    try:
        before = await _before(connection, stretch)
        walking = Walk(stretch.log, stretch.log_id, before, stretch.head_hash, stretch.checks)
        finding = None
        async for rows, upcoming in _batches(connection, stretch):
            finding = walking.take(rows, upcoming)
            if finding is not None:
                break
        else:
            finding = _too_short(walking, stretch)
        return Walked(finding, walking.facts, walking.before)
    finally:
        await connection.close()


async def _before(connection: Connection, stretch: Stretch) -> Before:
    """The row before the first. Where it is not there or no event, who walks the stretch before says so."""
    if stretch.first == 1:
        return Before.beginning()
    position = stretch.first - 1
    raw = await connection.fetchval("select raw from events where position = $1", position)
    if raw is None:
        return Before(position, "", None)
    written = read(raw)
    return Before(position, event_hash(raw), None if written is None else written.recordedtime)


async def _batches(
    connection: Connection, stretch: Stretch
) -> AsyncIterator[tuple[Sequence[Stored], Stored | None]]:
    """With the row behind each batch, also behind the last one."""
    kept: list[Stored] = []
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        async for row in connection.cursor(_ROWS, stretch.first, stretch.last + 1, prefetch=_AT_ONCE):
            stored = Stored(*row)
            if len(kept) >= _AT_ONCE or stored.position > stretch.last:
                yield kept, stored
                kept = []
            if stored.position <= stretch.last:
                kept.append(stored)
    if kept:
        yield kept, None


def _too_short(walking: Walk, stretch: Stretch) -> Finding | None:
    if walking.before.position >= stretch.last:
        return None
    told = "日志在此中断 the log ends before its own head"
    return Finding(walking.before.position + 1, "gap", told)
