"""Reporting's figures of the campaign: applied batch by batch as a follower does."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from benchmarks.meter import Meter
from benchmarks.servers import Servers
from benchmarks.stored.campaign import LOGS, Stored
from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from shared.event_log.connection import SESSION, Pool
from shared.events.envelope import Envelope
from shared.migrations import upgrade
from shared.read_model.checkpoint import Published
from shared.read_model.checkpointed import Checkpointed
from tests.support.databases import TestDatabase, fresh_database

_BATCH = 500


@asynccontextmanager
async def reporting_database(servers: Servers) -> AsyncIterator[TestDatabase]:
    async with fresh_database(servers.postgres, "reporting") as database:
        await upgrade("reporting", database.owner_dsn)
        yield database


async def measure_projection(
    servers: Servers, database: TestDatabase, stored: Stored, meter: Meter
) -> dict[str, Any]:
    """Decoded and applied, without the bus."""
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=4, server_settings=SESSION) as pool:
        model = Checkpointed(pool, FIGURES)
        await model.prepare()
        before = await _database_bytes(pool)
        with meter.measuring({"projection": os.getpid(), **servers.pids}) as taken:
            await _applied(Projection(model), stored)
        grown = await _database_bytes(pool) - before
    return {
        "rate": stored.events / taken.seconds,
        "cpu_us": taken.cost(stored.events),
        "stored_bytes": grown / stored.events,
    }


async def _applied(projection: Projection, stored: Stored) -> None:
    for log in LOGS:
        raws = stored.raws[log]
        for first in range(0, len(raws), _BATCH):
            batch = [Published(Envelope.from_bytes(raw), raw) for raw in raws[first : first + _BATCH]]
            await projection.apply(batch)


async def _database_bytes(pool: Pool) -> int:
    size: int = await pool.fetchval("select pg_database_size(current_database())")
    return size
