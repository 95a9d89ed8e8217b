"""A reader that follows a log in a test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
from nats.aio.client import Client

from shared.follower.follower import Follower
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.order import after
from tests.support.logs import TestLog


class Reader:
    """Writes what it was handed and the checkpoint in one transaction, as a projection does."""

    def __init__(self, log: TestLog) -> None:
        self._log = log
        self.failures = 0
        self.position = 0

    async def prepare(self) -> None:
        owner = await asyncpg.connect(self._log.database.owner_dsn)
        await owner.execute(
            "create table seen (number serial, position bigint);"
            "create table checkpoint (log_id text, position bigint, hash text);"
            f"grant all on seen, checkpoint, seen_number_seq to {self._log.database.service}"
        )
        await owner.close()

    async def load(self) -> Checkpoint:
        connection = await self._log.connect()
        row = await connection.fetchrow("select log_id, position, hash from checkpoint")
        return Checkpoint(None, 0) if row is None else Checkpoint(*row)

    async def apply(self, run: list[Published]) -> None:
        connection = await self._log.connect()
        async with connection.transaction():
            await connection.execute(
                "insert into seen (position) select unnest($1::bigint[])", [e.envelope.position for e in run]
            )
            if self.failures > 0:
                self.failures -= 1
                raise ValueError("not today")
            reached = after(run)
            await connection.execute("delete from checkpoint")
            await connection.execute(
                "insert into checkpoint values ($1, $2, $3)", reached.log_id, reached.position, reached.hash
            )
        connection.terminate()
        self.position = reached.position

    async def seen(self) -> list[int]:
        connection = await self._log.connect()
        return [row[0] for row in await connection.fetch("select position from seen order by number")]


@asynccontextmanager
async def following(log: TestLog, bus: Client, reader: Reader) -> AsyncIterator[Follower]:
    follower = Follower(bus, log.name, reader.load, reader.apply, "reporting")
    task = asyncio.create_task(follower.run())
    try:
        yield follower
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def prepared(log: TestLog) -> Reader:
    reader = Reader(log)
    await reader.prepare()
    return reader
