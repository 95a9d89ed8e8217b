"""A log of hazards with its tree, four sealed checkpoints and an archive, put back after each tampering."""

import shutil
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import msgspec
import pytest
from nats.aio.client import Client

from shared.archive.folder import FolderStore
from shared.archive.growing import Growing
from shared.archive.manifest import NAME, Manifest
from shared.archive.reading import manifest_of
from shared.archive.segment import Entry
from shared.canonical import digest
from shared.clock import Clock
from shared.merkle.hashing import leaf_hash, root_of
from shared.sealing.checkpoint import SealedCheckpoint, origin_of
from shared.sealing.folder import SealFolder
from shared.sealing.growing import grow
from shared.signing import SigningKey
from shared.verifying.published import SignIn
from shared.verifying.seals import Seals
from shared.verifying.told import Ended, Found, Line
from shared.verifying.whole import LOG_CHECKS, STREAM_CHECKS, Whole
from tests.sealing.logs import TABLES, SealedLog, sealed_log
from tests.support.databases import TestDatabase

SIZES = (300, 600, 650, 700)
"""Sealed; the archive was brought up to the last two."""
COUNT = 700
_TABLES = (*TABLES, "recorded_facts")


@dataclass
class KeptLog:
    log: SealedLog
    folder: Path
    kept: Path
    """A copy of the folder."""

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def key(self) -> SigningKey:
        return self.log.keys.newest

    @property
    def manifest(self) -> Manifest:
        return manifest_of(FolderStore(self.archive))

    def write_manifest(self, manifest: Manifest) -> None:
        (self.archive / NAME).write_bytes(manifest.to_bytes(self.key))

    def with_last(self, entry: Entry, *, more: bool) -> Manifest:
        """With this segment in place of the last one, or behind it; without a checkpoint."""
        segments = self.manifest.segments if more else self.manifest.segments[:-1]
        return msgspec.structs.replace(self.manifest, segments=(*segments, entry), checkpoint=None)

    async def verified(self, without: str | None = None, *, from_sealed: bool = False) -> list[Line]:
        lines: list[Line] = []
        checks = [name for name in LOG_CHECKS if name not in (*STREAM_CHECKS, without)]
        await self._whole(lines, checks, from_sealed=from_sealed).verify()
        return lines

    def _whole(self, lines: list[Line], checks: Collection[str], *, from_sealed: bool) -> Whole:
        seals = Seals(SealFolder(self.log.folder.path), self.log.keys)
        dsn, archive = self.log.database.dsn, str(self.archive)
        return Whole(dsn, Client(), SignIn("", "", ""), lines.append, seals, archive, from_sealed, checks)

    async def found(
        self, without: str | None = None, *, from_sealed: bool = False
    ) -> list[tuple[str, str, int]]:
        """(part, check, position) of each finding."""
        lines = await self.verified(without, from_sealed=from_sealed)
        return [(line.part, line.check, line.position) for line in lines if isinstance(line, Found)]

    async def since(self) -> int:
        (ended,) = [line for line in await self.verified(from_sealed=True) if isinstance(line, Ended)]
        return ended.since

    async def checkpoint(self, size: int) -> SealedCheckpoint:
        """What would be sealed of so many events."""
        raws = (await self.log.raws())[:size]
        head = await self.log.connection.fetchrow("select log_id, recorded from log_head")
        assert head is not None
        root = root_of([leaf_hash(raw) for raw in raws])
        origin = origin_of("hazards", head["log_id"])
        return SealedCheckpoint(origin, size, root, digest(raws[-1]), Clock().now())

    async def remember(self) -> None:
        shutil.copytree(self.folder, self.kept)
        async with self._superuser() as connection:
            for table in _TABLES:
                await connection.execute(f"create table kept_{table} as select * from {table}")

    async def put_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        async with self._superuser() as connection:
            for table in _TABLES:
                await connection.execute(f"delete from {table}")
                await connection.execute(f"insert into {table} select * from kept_{table}")

    @asynccontextmanager
    async def _superuser(self) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """Past the triggers: whoever owns the machine can."""
        connection = await asyncpg.connect(self.log.database.admin_dsn)
        await connection.execute("set session_replication_role = replica")
        yield connection
        await connection.close()

    async def altered(self, statement: str, *values: object) -> None:
        async with self._superuser() as connection:
            await connection.execute(statement, *values)


@asynccontextmanager
async def kept_log(
    database: TestDatabase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[KeptLog]:
    """With segments of 300 events."""
    for module in ("shared.archive.growing", "shared.archive.segment"):
        monkeypatch.setattr(f"{module}.FULL_EVENTS", 300)
    (folder / "town").mkdir()
    async with sealed_log(database, folder / "town") as log:
        made = KeptLog(log, folder / "town", folder / "kept")
        before = 0
        for size in SIZES:
            await log.append(size - before)
            before = size
            sealed = await log.seal()
            if size >= SIZES[-2]:
                await Growing(FolderStore(made.archive), made.key, Clock()).run(log.connection, sealed)
        await grow(log.connection, "hazards")
        await made.remember()
        yield made
