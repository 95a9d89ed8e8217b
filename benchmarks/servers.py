"""A Postgres and a NATS of the benchmark's own, as the product runs them, and databases on it."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from shared.migrations import upgrade
from tests.support.databases import TestDatabase, fresh_database
from tests.support.servers import Running, own_nats, own_postgres


@dataclass(frozen=True, slots=True)
class Servers:
    postgres: str
    """The superuser's DSN."""
    nats_url: str


@contextmanager
def servers() -> Iterator[Servers]:
    """Gone with all their data at the end."""
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder:
        postgres, nats = own_postgres(Path(folder)), own_nats(Path(folder))
        started = [Running(postgres), Running(nats)]
        try:
            for server in started:
                server.start()
            yield Servers(postgres.dsn(), nats.url)
        finally:
            for server in started:
                server.stop()


async def have_written(servers: Servers) -> None:
    """A server that has run for a while reuses its WAL files. A new one makes each when it is needed, for
    tens of milliseconds, and whoever writes most would pay most."""
    connection = await asyncpg.connect(servers.postgres)
    await connection.execute("create table written (line text)")
    await connection.execute("insert into written select repeat('x', 1000) from generate_series(1, 400000)")
    await connection.execute("drop table written")
    await connection.execute("checkpoint")
    await connection.close()


@asynccontextmanager
async def hazards_database(servers: Servers) -> AsyncIterator[TestDatabase]:
    """As the hazards service has it."""
    async with fresh_database(servers.postgres, "hazards") as database:
        await upgrade("hazards", database.owner_dsn)
        yield database


@asynccontextmanager
async def empty_database(servers: Servers) -> AsyncIterator[TestDatabase]:
    """For a peer, which makes its own tables."""
    async with fresh_database(servers.postgres, "hazards") as database:
        yield database
