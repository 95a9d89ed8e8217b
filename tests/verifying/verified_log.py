"""A log of a test's own, with the tables that verification reads beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import MetaData
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateTable

from shared.sealing.tables import sealing_tables
from tests.support.databases import TestDatabase
from tests.support.logs import TestLog, created_log


@asynccontextmanager
async def verified_log(database: TestDatabase, log: str = "hazards") -> AsyncIterator[TestLog]:
    owner = await asyncpg.connect(database.owner_dsn)
    for table in sealing_tables(MetaData()):
        await owner.execute(str(CreateTable(table).compile(dialect=dialect())))
        await owner.execute(f"grant select on {table.name} to {database.service}")
    await owner.close()
    async with created_log(database, log) as made:
        yield made
