"""Two generations at the same positions of the logs: the live one waits until the other one is there."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from services.reporting.read_model import FIGURES
from shared.event_log.connection import Connection, Pool
from shared.problems import Rejected
from shared.read_model.generation import live_generation

WITHIN_SECONDS = 0.7
_LOOK_SECONDS = 0.005
_HOLD = "select pg_advisory_xact_lock(hashtext($1))"
_POSITIONS = 'select log, position from "{0}".checkpoints'


@dataclass(frozen=True, slots=True)
class Level:
    live: str
    other: str
    positions: Mapping[str, int]


async def hold(connection: Connection, other: str, within: float = WITHIN_SECONDS) -> Level:
    """Until the transaction ends nobody writes to the live one. Raises `generation_behind` where the
    other one has not come to its positions by then."""
    await connection.execute("set local lock_timeout = '5s'")
    try:
        await connection.execute(_HOLD, FIGURES.name)
    except asyncpg.LockNotAvailableError:
        raise Rejected("too_busy") from None
    live = await live_generation(connection, FIGURES)
    deadline = time.monotonic() + within
    while True:
        reached, others = [dict(await connection.fetch(_POSITIONS.format(each))) for each in (live, other)]
        if reached == others:
            return Level(live, other, reached)
        if time.monotonic() > deadline:
            behind = sum(reached.values()) - sum(others.values())
            raise Rejected("generation_behind", name=other, behind=str(behind))
        await asyncio.sleep(_LOOK_SECONDS)


@asynccontextmanager
async def at_equal_positions(
    pool: Pool, other: str, within: float = WITHIN_SECONDS
) -> AsyncIterator[tuple[Connection, Level, float]]:
    """A snapshot of both, and for how many seconds the live one had to wait for it."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        async with pool.acquire() as holding, holding.transaction():
            began = time.monotonic()
            level = await hold(holding, other, within)
            await connection.execute("select 1")  # the snapshot is of this moment
            held = time.monotonic() - began
        yield connection, level, held
