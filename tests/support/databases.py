"""A fresh database per test, empty or migrated as one service, with the two roles a service really has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from deploy.provision.databases import REBUILD_ROLES, SECOND_ROLES, Role, ServiceDatabase, ensure_database
from tests.support.servers import PASSWORD


@dataclass(frozen=True, slots=True)
class TestDatabase:
    __test__ = False

    admin: str
    """The superuser's DSN of the cluster."""
    name: str
    service: str

    def _dsn(self, user: str | None, database: str) -> str:
        parts = urlsplit(self.admin)
        place = parts.netloc.rpartition("@")[2]
        netloc = parts.netloc if user is None else f"{user}:{PASSWORD}@{place}"
        return urlunsplit(parts._replace(scheme="postgresql", netloc=netloc, path=f"/{database}"))

    @property
    def owner(self) -> str:
        return f"{self.service}_owner"

    @property
    def admin_dsn(self) -> str:
        return self._dsn(None, self.name)

    @property
    def owner_dsn(self) -> str:
        return self._dsn(self.owner, self.name)

    @property
    def dsn(self) -> str:
        """As the service connects."""
        return self._dsn(self.service, self.name)

    @property
    def second_dsn(self) -> str:
        """As the role that writes what the service's own may only read."""
        return self._dsn(SECOND_ROLES[self.service].name, self.name)

    @property
    def rebuild_dsn(self) -> str:
        """As the role that builds a generation."""
        return self._dsn(REBUILD_ROLES[self.service], self.name)

    @property
    def host(self) -> str:
        return urlsplit(self.admin).hostname or "127.0.0.1"

    @property
    def port(self) -> int:
        return urlsplit(self.admin).port or 5432


@asynccontextmanager
async def fresh_database(
    admin: str, service: str, template: str = "template1"
) -> AsyncIterator[TestDatabase]:
    connection = await asyncpg.connect(admin)
    try:
        database = await create_database(connection, admin, service, template)
        yield database
        await drop_database(connection, database.name)
    finally:
        await connection.close()


async def create_database(
    connection: "asyncpg.Connection[asyncpg.Record]", admin: str, service: str, template: str = "template1"
) -> TestDatabase:
    database = TestDatabase(admin, f"{service}_{token_hex(6)}", service)
    owner, user = Role(database.owner, PASSWORD), Role(service, PASSWORD)
    also = SECOND_ROLES.get(service)
    second = None if also is None else Role(also.name, PASSWORD)
    builds = REBUILD_ROLES.get(service)
    rebuild = None if builds is None else Role(builds, PASSWORD)
    own = ServiceDatabase(database.name, owner, user, second, rebuild)
    await ensure_database(connection, own, template)
    return database


async def drop_database(connection: "asyncpg.Connection[asyncpg.Record]", name: str) -> None:
    await connection.execute(f'drop database "{name}" with (force)')
