"""What goes on by itself behind a log: tiles and seals come, once, also with several processes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import asyncpg

from shared.sealing.keeping import TreeKeeping
from tests.sealing.logs import SealedLog
from tests.support.services import until


def keeping(log: SealedLog, *, may_seal: Callable[[], bool] = lambda: True) -> TreeKeeping:
    async def connect() -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(log.database.dsn)

    return TreeKeeping("hazards", connect, log.sealer, may_seal)


async def test_an_older_log_is_caught_up_and_sealed_once_by_several(sealed: SealedLog) -> None:
    await sealed.append(9000)
    tasks = [asyncio.create_task(keeping(sealed).run()) for _ in range(3)]

    async def is_sealed() -> bool:
        return sealed.folder.newest() is not None

    await until(is_sealed)
    (first,) = [note.read_text("utf-8") for note in sealed.folder.notes()]
    await asyncio.sleep(2)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert [int(note.name[:12]) for note in sealed.folder.notes()] == [9000]
    assert [note.read_text("utf-8") for note in sealed.folder.notes()] == [first], "sealed again"
    assert await sealed.connection.fetchval("select count(*) from tree_tiles") == 9000 // 256
    await sealed.start()


async def test_nothing_is_sealed_while_log_and_stream_disagree(sealed: SealedLog) -> None:
    await sealed.append(300)
    task = asyncio.create_task(keeping(sealed, may_seal=lambda: False).run())

    async def is_built() -> bool:
        return bool(await sealed.connection.fetchval("select count(*) from tree_tiles"))

    await until(is_built)
    await asyncio.sleep(1.5)
    task.cancel()
    assert sealed.folder.newest() is None
