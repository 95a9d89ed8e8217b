"""Electing one relay per log: whoever holds an advisory lock of the log's database, while it holds it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg

from shared.metrics import RELAY_LEADING

Connect: TypeAlias = "Callable[[], Awaitable[asyncpg.Connection[Any]]]"

_RELAY_LOCK = 0x72656C6179
_ASK_AGAIN_SECONDS = 0.5


@asynccontextmanager
async def leading(connect: Connect, log: str) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """Waits to be elected. The lock is the connection's: it ends with it, also when the process is killed.

    Two leaders for a moment do no harm: the stream takes a batch only at its expected sequence.
    """
    connection = await connect()
    try:
        # Asked again and again: waiting for it in Postgres would keep an old snapshot open.
        while not await connection.fetchval("select pg_try_advisory_lock($1)", _RELAY_LOCK):  # noqa: ASYNC110
            await asyncio.sleep(_ASK_AGAIN_SECONDS)
        RELAY_LEADING.labels(log).set(1)
        yield connection
    finally:
        RELAY_LEADING.labels(log).set(0)
        # Not `close`: it waits for a server that may be gone.
        connection.terminate()
