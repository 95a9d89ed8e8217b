"""The migrated database of a service is what its code declares."""

import json
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.hazards.tables import METADATA as HAZARDS
from services.registry.tables import METADATA as REGISTRY
from services.reporting.tables import METADATA as REPORTING
from tests.support.databases import TestDatabase

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("service", "declared"), [("registry", REGISTRY), ("hazards", HAZARDS), ("reporting", REPORTING)]
)
async def test_migrated_tables_are_the_declared_ones(
    service: str, declared: MetaData, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> None:
    database = await service_database(service)
    url = make_url(database.owner_dsn).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(url, poolclass=NullPool)

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), declared))

    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()


def test_a_migration_that_exists_is_never_edited() -> None:
    """Databases that have run it are not what it says then. A change is a new migration, added here."""
    written = {
        str(path.relative_to(ROOT)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(ROOT.glob("services/*/migrations/versions/*.py"))
    }
    assert written == json.loads(Path(__file__).with_name("migrations.json").read_text("utf-8"))
