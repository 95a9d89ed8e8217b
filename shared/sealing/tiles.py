"""Hashing events into tiles, behind the appends: in bounded batches, by whoever has the lock just then.

Postgres hashes the leaves where they lie, so that 32 bytes an event leave it and this process stays free.
"""

import asyncio
from typing import NamedTuple

from shared.event_log.connection import Connection
from shared.merkle.hashing import HASH_BYTES, root_of
from shared.merkle.tiles import WIDTH, parents
from shared.sealing.statements import ADD_TILES, LEAVES, ROOTS

TILES_AT_ONCE = 16
_LOCK = 0x7365616C
_BUILT = "select coalesce(max(number) + 1, 0) from tree_tiles where level = 0"
_POSITION = "select position from log_head"


class Built(NamedTuple):
    """How far the tiles go, and the log."""

    events: int
    position: int

    @property
    def behind(self) -> int:
        """Events that would fill tiles; what stands behind the last full one is none of them."""
        return self.position - self.events - self.position % WIDTH


async def take_turn(connection: Connection) -> bool:
    """One process at a time writes tiles or seals, for as long as its transaction lasts."""
    return bool(await connection.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK))


async def await_turn(connection: Connection) -> None:
    await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)


async def built(connection: Connection) -> Built:
    tiles, position = await connection.fetchval(_BUILT), await connection.fetchval(_POSITION)
    return Built(tiles * WIDTH, position)


async def build(connection: Connection) -> Built:
    """Up to `TILES_AT_ONCE` more tiles; within a turn."""
    so_far = await built(connection)
    first = so_far.events // WIDTH
    after = min(so_far.position // WIDTH, first + TILES_AT_ONCE)
    if first >= after:
        return so_far
    leaves = [row[0] for row in await connection.fetch(LEAVES, first * WIDTH, after * WIDTH)]
    if len(leaves) != (after - first) * WIDTH:
        raise LookupError(f"events are missing among {first * WIDTH + 1} to {after * WIDTH}")
    tiles = [leaves[at : at + WIDTH] for at in range(0, len(leaves), WIDTH)]
    numbers = list(range(first, after))
    roots = []
    for tile in tiles:
        roots.append(root_of(tile))
        # A third of a millisecond each: whoever appends has the loop in between.
        await asyncio.sleep(0)
    await connection.execute(ADD_TILES, 0, numbers, roots, [b"".join(tile) for tile in tiles])
    await _build_above(connection, first, after)
    return Built(after * WIDTH, so_far.position)


async def _build_above(connection: Connection, first: int, after: int) -> None:
    level = 1
    while full := parents(first, after):
        for number in full:
            rows = await connection.fetch(ROOTS, level - 1, number * WIDTH, (number + 1) * WIDTH)
            entries = [row[0] for row in rows]
            if len(entries) != WIDTH or any(len(each) != HASH_BYTES for each in entries):
                raise LookupError(f"tiles are missing below {number} of level {level}")
            await connection.execute(ADD_TILES, level, [number], [root_of(entries)], [None])
        first, after, level = full.start, full.stop, level + 1
