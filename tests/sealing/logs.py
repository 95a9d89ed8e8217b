"""A log with its tree and a folder of checkpoints, and an attacker who owns its database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from shared.canonical import digest
from shared.clock import Clock
from shared.event_log.head import read_head
from shared.events.envelope import Envelope
from shared.identity.watched_file import WatchedFile
from shared.sealing.checkpoint import Sealed
from shared.sealing.folder import SealFolder
from shared.sealing.growing import grow
from shared.sealing.keys import SealingKeys
from shared.sealing.sealer import Sealer
from shared.sealing.start import check_start
from shared.signing import read_keys, with_new_key
from tests.support.databases import TestDatabase
from tests.support.logs import write

TABLES = ("events", "log_head", "tree_tiles", "sealing_keys", "sealed_checkpoints")


@dataclass
class SealedLog:
    """Of hazards; appended, sealed and checked as its service does, with the service's role."""

    database: TestDatabase
    connection: "asyncpg.Connection[Any]"
    keys_file: Path
    folder: SealFolder
    keys: SealingKeys
    sealer: Sealer

    async def append(self, count: int) -> None:
        while count:
            await write(self.connection, min(count, 1000))
            count -= min(count, 1000)

    async def seal(self) -> Sealed | None:
        async with self.connection.transaction():
            return await self.sealer.seal(self.connection)

    async def start(self) -> None:
        """What the service does before its first append."""
        await check_start(self.connection, SealFolder(self.folder.path), self.keys)

    async def raws(self) -> list[bytes]:
        return [row["raw"] for row in await self.connection.fetch("select raw from events order by position")]

    async def tiles(self) -> list[tuple[Any, ...]]:
        rows = await self.connection.fetch("select * from tree_tiles order by level, number")
        return [tuple(row) for row in rows]

    def rotate(self) -> None:
        self.keys_file.write_bytes(with_new_key(self.keys_file.read_bytes()))

    def lose_key(self) -> None:
        """The next start makes another."""
        self.keys_file.write_bytes(with_new_key(None))
        self.sealer = replace(self.sealer, keys=keys_of(self.keys_file))
        self.keys = self.sealer.keys

    @asynccontextmanager
    async def attacker(self) -> AsyncIterator["asyncpg.Connection[Any]"]:
        """The owner of the tables, whom no trigger holds."""
        owner = await asyncpg.connect(self.database.owner_dsn)
        try:
            for table in TABLES:
                await owner.execute(f"alter table {table} disable trigger user")
            yield owner
            for table in TABLES:
                await owner.execute(f"alter table {table} enable trigger user")
        finally:
            await owner.close()

    async def rewrite(self, position: int, *, tiles: bool) -> None:
        """Another text at one position, everything after it chained anew; and the tree made anew of that."""
        async with self.attacker() as owner:
            await owner.executemany(
                "update events set raw = $2 where position = $1", await self._forged(position)
            )
            raw = await owner.fetchval("select raw from events order by position desc limit 1")
            await owner.execute("update log_head set hash = $1", digest(raw))
            if tiles:
                await owner.execute("delete from tree_tiles")
                await grow(owner, "hazards")

    async def _forged(self, position: int) -> Sequence[tuple[int, bytes]]:
        events = [Envelope.from_bytes(raw) for raw in await self.raws()][position - 1 :]
        previous, made = events[0].previous_hash, []
        for event in events:
            data = {**event.data, "description": "改"} if event.position == position else event.data
            raw = event._replace(previous_hash=previous, data=data).to_bytes()
            made.append((event.position, raw))
            previous = digest(raw)
        return made

    async def cut(self, position: int) -> None:
        """As it was when a backup was made, tiles and all."""
        async with self.attacker() as owner:
            await owner.execute("delete from events where position > $1", position)
            await owner.execute("delete from recorded_facts where position > $1", position)
            await owner.execute(
                "delete from tree_tiles where (number + 1) * 256 ^ (level + 1) > $1", position
            )
            raw = await owner.fetchval("select raw from events where position = $1", position)
            last = Envelope.from_bytes(raw).recorded
            await owner.execute(
                "update log_head set position = $1, hash = $2, recorded = $3",
                position, digest(raw), int(last.timestamp() * 1_000_000),
            )  # fmt: skip


def keys_of(file: Path) -> SealingKeys:
    return SealingKeys(WatchedFile(file, read_keys))


@asynccontextmanager
async def sealed_log(database: TestDatabase, folder: Path) -> AsyncIterator[SealedLog]:
    connection = await asyncpg.connect(database.dsn)
    keys_file, seals = folder / "signing-keys.json", SealFolder(folder / "seals")
    keys_file.write_bytes(with_new_key(None))
    keys = keys_of(keys_file)
    sealer = Sealer("hazards", seals, keys, Clock(None))
    try:
        yield SealedLog(database, connection, keys_file, seals, keys, sealer)
    finally:
        connection.terminate()


async def new_identity(log: SealedLog, log_id: str) -> None:
    async with log.attacker() as owner:
        await owner.execute("update log_head set log_id = $1", log_id)


async def head_of(log: SealedLog) -> int:
    return (await read_head(log.connection)).position


NOW = datetime(2024, 12, 2, 9, tzinfo=UTC)
