"""The connections of one service process: its database, the bus, and its clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from nats.aio.client import Client

from shared.bus.connect import connected
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, SESSION, Connection, Pool
from shared.http.health import ReadyCheck
from shared.logging import get_logger
from shared.settings import Settings

_log = get_logger(__name__)

_POOL_SIZE = 8
_AGAIN_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Connections:
    settings: Settings
    pool: Pool
    bus: Client
    clock: Clock

    async def connect(self) -> "asyncpg.Connection[Any]":
        """A connection to the own database outside of the pool, for one that is held for long."""
        return await asyncpg.connect(self.settings.database_dsn, timeout=5, server_settings=SESSION)

    def another_bus(self) -> AbstractAsyncContextManager[Client]:
        """A connection to the bus of its own, for what outsiders may flood: what intake and relay need of
        the server must not stand behind it, and a connection that is too slow is cut by the server.
        """
        return _bus(self.settings)

    def checks(self) -> dict[str, ReadyCheck]:
        return {"database": self._database, "bus": self._connected}

    async def _database(self) -> str | None:
        return None if await self.pool.fetchval("select 1") == 1 else "does not answer"

    async def _connected(self) -> str | None:
        return None if self.bus.is_connected else "is not connected"


@asynccontextmanager
async def open_connections(settings: Settings) -> AsyncIterator[Connections]:
    """Postgres and NATS are waited for as long as it takes."""
    pool = await open_pool(settings.database_dsn, smallest=2, largest=_POOL_SIZE)
    try:
        async with _bus(settings) as bus:
            yield Connections(settings, pool, bus, settings.clock())
    finally:
        pool.terminate()


def _bus(settings: Settings) -> AbstractAsyncContextManager[Client]:
    return connected(settings.nats_url, settings.nats_user, settings.nats_password.get_secret_value())


async def _leave_as_it_is(_: Connection) -> None:
    """A transaction left open is rolled back before this. Nothing else is ever set on a session, and asking
    the server to forget it would be one more trip each time."""


async def open_pool(dsn: str, smallest: int, largest: int) -> Pool:
    """Postgres is waited for as long as it takes."""
    while True:
        try:
            return await asyncpg.create_pool(
                dsn,
                min_size=smallest,
                max_size=largest,
                timeout=5,
                command_timeout=60,
                server_settings=SESSION,
                reset=_leave_as_it_is,
            )
        except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError):
            # It answered: waiting would not help.
            raise
        except DATABASE_AWAY as error:
            _log.warning("database_away", error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS)
