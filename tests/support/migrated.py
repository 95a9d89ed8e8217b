"""Databases as a service's migrations leave them: migrated once for each worker, then copied."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg

from tests.support.databases import TestDatabase, create_database, drop_database, fresh_database


@dataclass(slots=True)
class Migrated:
    admin: str
    """The superuser's DSN of the cluster."""
    _templates: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def copy(self, service: str) -> AsyncIterator[TestDatabase]:
        if service not in self._templates:
            self._templates[service] = await self._migrate(service)
        async with fresh_database(self.admin, service, self._templates[service]) as database:
            yield database

    async def _migrate(self, service: str) -> str:
        from shared.migrations import upgrade  # noqa: PLC0415 - keeps tests of pure code quick

        connection = await asyncpg.connect(self.admin)
        try:
            database = await create_database(connection, self.admin, service)
            await upgrade(service, database.owner_dsn)
        finally:
            await connection.close()
        return database.name

    async def drop(self) -> None:
        connection = await asyncpg.connect(self.admin)
        try:
            for name in self._templates.values():
                await drop_database(connection, name)
        finally:
            await connection.close()
