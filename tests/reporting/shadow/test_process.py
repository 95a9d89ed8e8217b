"""The process as a deployment runs it: line after line, killed and begun again, after everybody else."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import psutil
import pytest

from services.reporting.shadow.kept_lines import KeptLine, newest
from services.reporting.shadow.line import hash_of, read_line
from shared.event_log.head import read_head
from shared.sealing.checkpoint import origin_of, read_sealed
from shared.signed_note import NoteInvalid, VerifierKey
from shared.signing import read, read_keys
from tests.reporting.generations.building import apply, pools, publish
from tests.reporting.shadow.shadowing import PATIENCE_SECONDS, Process, altered
from tests.reporting.story import TOWN
from tests.reporting.two_towns import two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.relaying import eventually


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


@pytest.fixture
async def shadow(bus: TestBus, database: TestDatabase, tmp_path: Path) -> Process:
    story = two_towns()
    await publish(bus, story)
    async with pools(database) as (own, _):
        await apply(own, story)
    return Process(bus, database, tmp_path / "keys.json")


async def lines(process: Process) -> list[KeptLine]:
    """As the service reads them, the last one first."""
    connection = await asyncpg.connect(process.database.dsn)
    try:
        return await newest(connection, 100)
    finally:
        await connection.close()


async def until_lines(process: Process, many: int) -> list[KeptLine]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(there := await lines(process)) < many:
            await asyncio.sleep(0.1)
    return there


async def verifier(process: Process) -> VerifierKey:
    connection = await asyncpg.connect(process.database.dsn)
    try:
        head = await read_head(connection)
    finally:
        await connection.close()
    key = read_keys(process.keys.read_bytes())[-1]
    return VerifierKey(origin_of(head.log, head.log_id), read(key.public))


def io_class(pid: int) -> int:
    return int(psutil.Process(pid).ionice().ioclass)


async def test_it_comes_after_everybody_else(shadow: Process) -> None:
    with shadow.running(idle=True) as running:
        await eventually(lambda: io_class(running.pid) == psutil.IOPRIO_CLASS_IDLE)
        stat = (Path("/proc") / str(running.pid) / "stat").read_text().rpartition(")")[2].split()
        nice, policy = int(stat[16]), int(stat[38])
        assert (nice, policy) == (19, os.SCHED_IDLE)


async def test_lines_follow_each_other_signed(shadow: Process) -> None:
    """One run for all: a process takes seconds to start."""
    with shadow.running():
        await until_lines(shadow, 2)
        await altered(
            shadow.database,
            f"update subjects set marks = '{{}}' where kind = 'hazard' and id = 'h2' and township = '{TOWN}'",
        )
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (told := await lines(shadow))[0].equal:
                await asyncio.sleep(0.1)
    key = await verifier(shadow)
    read_lines = [read_line(each.note, [key]) for each in reversed(told)]
    assert [each.number for each in read_lines] == list(range(1, len(told) + 1))
    assert all(each.first is None and each.derived == each.live for each in read_lines[:-1])
    last = read_lines[-1]
    assert last.first is not None
    assert last.first.startswith("hazards "), last.first
    assert last.first.endswith(f'subjects ["{TOWN}","hazard","h2"]')
    assert last.derived == read_lines[0].derived != last.live
    befores = [hash_of(each.note) for each in reversed(told)]
    assert [each.before for each in read_lines[1:]] == befores[:-1]
    with pytest.raises(NoteInvalid):
        read_line(told[0].note.replace("differs", "equal  "), [key])
    with pytest.raises(NoteInvalid):
        read_sealed(told[0].note, [key])


async def test_killed_in_the_middle_it_begins_again_and_nothing_is_left(
    shadow: Process, tmp_path: Path
) -> None:
    """Two of them afterwards: they take turns."""
    folder = tmp_path / "aside"
    folder.mkdir()
    holding = await asyncpg.connect(shadow.database.admin_dsn)
    try:
        await holding.execute("begin; lock table cells in access exclusive mode")
        with shadow.running(PAICHA_SHADOW_DIR=str(folder)):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await waits(holding):
                    await asyncio.sleep(0.05)
    finally:
        await holding.close()
    assert await lines(shadow) == []
    assert list(folder.iterdir()) == []
    with shadow.running(PAICHA_SHADOW_DIR=str(folder)), shadow.running():
        told = await until_lines(shadow, 2)
    assert all(each.equal for each in told)
    assert [each.number for each in told] == list(range(len(told), 0, -1))


async def waits(connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
    """Whether it has come to what is locked."""
    await connection.execute("select pg_stat_clear_snapshot()")
    waiting: bool = await connection.fetchval(
        "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and usename = $1",
        "reporting_rebuild",
    )
    return waiting


async def test_the_role_may_write_lines_and_the_service_may_not(database: TestDatabase) -> None:
    add = "insert into shadow_lines (number, made, equal, note) values (1, 1, true, 'x')"
    async with pools(database) as (own, rebuilding):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await own.execute(add)
        await rebuilding.execute(add)
        for pool in (own, rebuilding):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await pool.execute("update shadow_lines set note = 'y'")
        await rebuilding.execute("delete from shadow_lines")
