"""One stretch of a stored log, read once and walked: what one process does at a time."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass

import asyncpg

from shared.event_log.chain import read_link
from shared.event_log.connection import SESSION, Connection
from shared.event_log.read import Stored
from shared.events.envelope import event_hash
from shared.merkle.frontier import Complete, Frontier, TileRoot
from shared.merkle.tiles import WIDTH
from shared.verifying.answered import FactSum
from shared.verifying.finding import Finding
from shared.verifying.leaves import Captured, Leaves
from shared.verifying.row_checks import WRITTEN, Before
from shared.verifying.walk import Walk

_ROWS = """
select position, stream, stream_version, raw from events where position between $1 and $2 order by position
"""
_TILES = "select number, hashes from tree_tiles where level = 0 and number between $1 and $2"
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
    sizes: Sequence[int] = ()
    """Of checkpoints that end within it."""


@dataclass(frozen=True, slots=True)
class Walked:
    finding: Finding | None
    leaf: Finding | None
    """The first that the tree has otherwise."""
    facts: FactSum
    end: Before
    parts: Sequence[Complete]
    tile_roots: Sequence[TileRoot]
    captured: dict[int, Captured]


def walk(stretch: Stretch) -> Walked:
    """For a pool of processes."""
    return asyncio.run(walk_here(stretch))


async def walk_here(stretch: Stretch) -> Walked:
    connection = await asyncpg.connect(stretch.dsn, timeout=10, server_settings=SESSION)
    try:
        before = await _before(connection, stretch)
        walking = Walk.after(stretch.log, stretch.log_id, before, stretch.head_hash, stretch.checks)
        leaves = await _leaves(connection, stretch)
        finding = None
        async for rows, upcoming in _batches(connection, stretch):
            leaves.take(rows)
            if finding is None:
                finding = walking.take(rows, upcoming)
        leaves.end(stretch.last)
        finding = finding or _too_short(walking, stretch)
        frontier = leaves.frontier
        return Walked(
            finding, leaves.finding, walking.facts, walking.before, frontier.parts, frontier.tile_roots,
            leaves.captured,
        )  # fmt: skip
    finally:
        await connection.close()


async def _leaves(connection: Connection, stretch: Stretch) -> Leaves:
    start = stretch.first - 1
    tiles: dict[int, bytes] = {}
    if "leaves" in stretch.checks:
        stored = await connection.fetch(_TILES, start // WIDTH, (stretch.last - 1) // WIDTH)
        tiles = {row["number"]: row["hashes"] or b"" for row in stored}
    return Leaves(tiles, Frontier(start), stretch.sizes)


async def _before(connection: Connection, stretch: Stretch) -> Before:
    """The row before the first. Where it is not there or no event, who walks the stretch before says so."""
    if stretch.first == 1:
        return Before.beginning()
    position = stretch.first - 1
    raw = await connection.fetchval("select raw from events where position = $1", position)
    if raw is None:
        return Before(position, "", None)
    written = read_link(raw, WRITTEN)
    return Before(position, event_hash(raw), None if written is None else written.recordedtime)


async def _batches(
    connection: Connection, stretch: Stretch
) -> AsyncIterator[tuple[Sequence[Stored], Stored | None]]:
    """With the row behind each batch, also behind the last one."""
    kept: list[Stored] = []
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        cursor = await connection.cursor(_ROWS, stretch.first, stretch.last + 1)
        while records := await cursor.fetch(_AT_ONCE):
            rows = [Stored(*record) for record in records]
            if kept:
                yield kept, rows[0]
            kept = rows
    upcoming = kept.pop() if kept and kept[-1].position > stretch.last else None
    if kept:
        yield kept, upcoming


def _too_short(walking: Walk, stretch: Stretch) -> Finding | None:
    if walking.before.position >= stretch.last:
        return None
    told = "日志在此中断 the log ends before its own head"
    return Finding(walking.before.position + 1, "gap", told)
