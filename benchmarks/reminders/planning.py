"""What following costs: events applied in batches, without and with what marks them for the planner."""

import time
from unittest.mock import patch

import asyncpg

from services.notifications import projection
from services.notifications.projection import WATCHED, Projection
from shared.clock import Clock
from shared.event_log.connection import Connection
from shared.read_model.checkpointed import Checkpointed
from tests.notifications.chain import Chain
from tests.support.databases import TestDatabase

_EVENTS, _BATCH = 4_000, 200


async def cost_of_marks(own: TestDatabase) -> tuple[float, float]:
    """Microseconds for each event."""
    async with asyncpg.create_pool(own.dsn, min_size=2, max_size=2) as pool:
        watched = Checkpointed(pool, WATCHED)
        await watched.prepare()
        chain = Chain("hazards", "hazards-1")
        for number in range(3 * _EVENTS):
            chain.found(f"h-{number}", 2)
        with patch.object(projection, "mark", _nothing):
            await _applied(Projection(watched, Clock()), chain, 0)
            without = await _applied(Projection(watched, Clock()), chain, _EVENTS)
        return without, await _applied(Projection(watched, Clock()), chain, 2 * _EVENTS)


async def _nothing(connection: Connection, streams: object) -> None:
    pass


async def _applied(into: Projection, chain: Chain, first: int) -> float:
    began = time.perf_counter()
    for start in range(first, first + _EVENTS, _BATCH):
        await into.apply(chain.events[start : start + _BATCH])
    return (time.perf_counter() - began) / _EVENTS * 1e6
