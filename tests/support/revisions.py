"""A database as a release before this one left it."""

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.migrations import config_of
from tests.support.databases import TestDatabase


async def upgraded_to(database: TestDatabase, revision: str) -> None:
    """To this migration of its service, and no further."""

    def upgrade(connection: Connection) -> None:
        command.upgrade(config_of(database.service, connection), revision)

    url = make_url(database.owner_dsn).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade)
    finally:
        await engine.dispose()
