"""One rebuild at a time: two would build the same generation, and take each other's rows for their own."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.event_log.connection import Pool
from shared.problems import Rejected

LOCK = 0x72656275696C64  # any number of our own
_TAKE, _GIVE_BACK = "select pg_try_advisory_lock($1)", "select pg_advisory_unlock($1)"
_PATIENCE_SECONDS, _AGAIN_SECONDS = 5.0, 0.2
"""Postgres learns a moment later that one was killed."""


@asynccontextmanager
async def alone_at_it(pool: Pool) -> AsyncIterator[None]:
    """Raises `rebuild_running`. The lock is the session's: with the process it ends too."""
    async with pool.acquire() as connection:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not await connection.fetchval(_TAKE, LOCK):
            if time.monotonic() > deadline:
                raise Rejected("rebuild_running")
            await asyncio.sleep(_AGAIN_SECONDS)
        try:
            yield
        finally:
            if not connection.is_closed():
                await connection.execute(_GIVE_BACK, LOCK)
