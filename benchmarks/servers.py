"""A Postgres and a NATS of the benchmark's own, as the product runs them, and databases on it."""

import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.debian import NotToBeHad, debian_postgres
from shared.migrations import upgrade
from tests.support.databases import TestDatabase, fresh_database
from tests.support.servers import Running, Server, own_nats, own_postgres


@dataclass(frozen=True, slots=True)
class Servers:
    postgres: str
    """The superuser's DSN."""
    nats_url: str
    pids: dict[str, int]
    """Of `postgres` and `nats`; empty where somebody else started them."""
    store: Path | None = None
    """Where NATS keeps its streams."""


@contextmanager
def servers() -> Iterator[Servers]:
    """Gone with all their data at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paicha-bench-")))
        postgres, nats = own_postgres(folder), own_nats(folder)
        pids = {
            "postgres": stack.enter_context(_running(postgres)),
            "nats": stack.enter_context(_running(nats)),
        }
        yield Servers(postgres.dsn(), nats.url, pids, nats.folder / "store")


@contextmanager
def debian_server() -> Iterator[str | None]:
    """The superuser's DSN; None, and said why, where Debian's Postgres is not to be had."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paicha-bench-")))
        try:
            server = debian_postgres(folder)
        except NotToBeHad as reason:
            print(f"NOT MEASURED: message-db, and ours beside it: {reason}", file=sys.stderr)
            yield None
            return
        stack.enter_context(_running(server))
        yield server.dsn()


@contextmanager
def _running(server: Server) -> Iterator[int]:
    """Its process id."""
    running = Running(server)
    try:
        running.start()
        yield running.process.pid
    finally:
        running.stop()


async def have_written(dsn: str) -> None:
    """A server that has run for a while reuses its WAL files. A new one makes each when it is needed, for
    tens of milliseconds, and whoever writes most would pay most."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("create table written (line text)")
    await connection.execute("insert into written select repeat('x', 1000) from generate_series(1, 400000)")
    await connection.execute("drop table written")
    await connection.execute("checkpoint")
    await connection.close()


@asynccontextmanager
async def hazards_database(postgres: str) -> AsyncIterator[TestDatabase]:
    """As the hazards service has it."""
    async with fresh_database(postgres, "hazards") as database:
        await upgrade("hazards", database.owner_dsn)
        yield database


@asynccontextmanager
async def empty_database(postgres: str) -> AsyncIterator[TestDatabase]:
    """For a peer, which makes its own tables."""
    async with fresh_database(postgres, "hazards") as database:
        yield database
