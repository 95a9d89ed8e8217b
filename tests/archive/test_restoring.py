"""A log made anew from its archive and its stream is the log that it was, and goes on."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.archive.folder import FolderStore
from shared.archive.growing import Growing
from shared.archive.reading import Damaged
from shared.archive.restoring import NotRestorable, restore_archived, restore_tail
from shared.clock import Clock
from shared.event_log.append import Recording, Row, append
from shared.event_log.head import Head, read_head
from shared.events.envelope import event_hash
from shared.facts.fact import FactKey
from shared.instant import microseconds
from shared.relay.compare import Verdict
from tests.archive.tampering import rewritten, with_raw
from tests.support.archives import KEY
from tests.support.buses import TestBus
from tests.support.databases import fresh_database
from tests.support.logs import TestLog, build, created_log, write
from tests.support.relaying import PATIENCE, assert_same_bytes, equal_again, running_relay, service_bus
from tests.support.servers import PASSWORD
from tests.support.services import settings_for

TABLES = ("events", "recorded_facts", "log_head")


@asynccontextmanager
async def emptied(postgres: str) -> AsyncIterator[TestLog]:
    """A database as the migrations leave it."""
    async with fresh_database(postgres, "hazards") as database, created_log(database) as log:
        yield log


async def archived(log: TestLog, folder: Path) -> None:
    await Growing(FolderStore(folder), KEY, Clock()).run(await log.connect(), None)


async def rows_of(log: TestLog) -> dict[str, list[Any]]:
    admin = await asyncpg.connect(log.database.admin_dsn)
    try:
        return {table: await admin.fetch(f"select * from {table} order by 1, 2, 3") for table in TABLES}
    finally:
        await admin.close()


def nothing(_done: int, _total: int) -> None:
    """How far it has come is another test's."""


async def test_a_log_comes_back_from_archive_and_stream(
    log: TestLog, bus: TestBus, postgres: str, tmp_path: Path
) -> None:
    """With the facts that it has answered, so that who sends one again is told so."""
    connection = await log.connect()
    for _ in range(25):
        await write(connection, 100)
    await archived(log, tmp_path)
    await write(connection, 700)
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await equal_again(relay)
    before = await rows_of(log)
    reached: list[tuple[int, int]] = []
    async with emptied(postgres) as restored, service_bus(bus.url) as own:
        connection = await restored.connect()
        manifest = await restore_archived(connection, FolderStore(tmp_path), lambda *at: reached.append(at))
        tail, verdict = await restore_tail(own, connection, "hazards")
        assert (manifest.position, tail.first, tail.last, verdict) == (2_500, 2_501, 3_200, Verdict.EQUAL)
        after = await rows_of(restored)
        assert (after["events"], after["recorded_facts"]) == (before["events"], before["recorded_facts"])
        # A watermark may have moved the clock on; it is in no event.
        assert [row[:4] for row in map(tuple, after["log_head"])] == [
            row[:4] for row in map(tuple, before["log_head"])
        ]
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute("insert into recorded_facts select * from recorded_facts limit 1")
        await write(connection, 10)
        async with running_relay(restored, own) as relay:
            await equal_again(relay)
            assert await assert_same_bytes(restored, own) == 3_210
    assert reached[-1] == (2_500, 2_500)


async def test_in_a_container_it_is_done_with_the_services_own_settings(
    log: TestLog, bus: TestBus, postgres: str, tmp_path: Path
) -> None:
    await write(await log.connect(), 50)
    await archived(log, tmp_path)
    await write(await log.connect(), 7)
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await equal_again(relay)
    async with emptied(postgres) as restored:
        settings = settings_for("hazards", restored.database, bus, tmp_path).model_dump(mode="json")
        told = {f"PAICHA_{name.upper()}": str(value) for name, value in settings.items() if value}
        told |= {
            "PAICHA_LISTEN_PORT": "0",
            "PAICHA_DATABASE_PASSWORD": PASSWORD,
            "PAICHA_NATS_PASSWORD": PASSWORD,
        }
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "shared.archive", tmp_path],
            env=os.environ | told,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "archive 1–50, stream up to 57, equal" in done.stdout
        assert (await rows_of(restored))["events"] == (await rows_of(log))["events"]


async def test_broken_off_it_goes_on_from_where_it_was(log: TestLog, postgres: str, tmp_path: Path) -> None:
    await write(await log.connect(), 2_500)
    await archived(log, tmp_path)

    class Broken(Exception):
        pass

    def break_off(done: int, _total: int) -> None:
        raise Broken(done)

    async with emptied(postgres) as restored:
        connection = await restored.connect()
        # One less than are written at once: the last one's fact may go on.
        for expected in (999, 1_998):
            with pytest.raises(Broken):
                await restore_archived(connection, FolderStore(tmp_path), break_off)
            assert (await read_head(connection)).position == expected
        await restore_archived(connection, FolderStore(tmp_path), nothing)
        assert (await rows_of(restored))["events"] == (await rows_of(log))["events"]
        await restore_archived(connection, FolderStore(tmp_path), nothing)


async def test_a_fact_of_several_events_has_one_key(log: TestLog, postgres: str, tmp_path: Path) -> None:
    """Also where what is written at once ends between them."""
    connection = await log.connect()
    await write(connection, 999)
    await write_as_one_fact(connection, 5)
    await write(connection, 10)
    await archived(log, tmp_path)
    async with emptied(postgres) as restored:
        await restore_archived(await restored.connect(), FolderStore(tmp_path), nothing)
        assert await rows_of(restored) == await rows_of(log)


async def write_as_one_fact(connection: "asyncpg.Connection[Any]", count: int) -> None:
    head = await read_head(connection)
    rows: list[Row] = []
    at = head
    for _ in range(count):
        _, _, (envelope,) = build(at, 1)
        envelope = envelope._replace(fact_id="one")
        raw = envelope.to_bytes()
        rows.append(Row(envelope.position, envelope.stream, 1, raw))
        at = Head(head.log, head.log_id, envelope.position, event_hash(raw), microseconds(envelope.recorded))
    facts = [(FactKey("tester", "/tests", "one"), "0" * 64, at.position)]
    await append(connection, head, at, head.recorded + 1, Recording(rows, facts))


async def test_another_log_is_not_written_into(log: TestLog, postgres: str, tmp_path: Path) -> None:
    await write(await log.connect(), 20)
    await archived(log, tmp_path)
    async with emptied(postgres) as other:
        connection = await other.connect()
        await write(connection, 20)
        with pytest.raises(NotRestorable, match="another log"):
            await restore_archived(connection, FolderStore(tmp_path), nothing)


async def test_a_damaged_archive_restores_nothing_of_what_is_damaged(
    log: TestLog, postgres: str, tmp_path: Path
) -> None:
    await write(await log.connect(), 20)
    await archived(log, tmp_path)
    rewritten(tmp_path, 0, with_raw(4, lambda raw: raw.replace("xx", "yy", 1)))
    async with emptied(postgres) as restored:
        connection = await restored.connect()
        with pytest.raises(Damaged, match="at 5: the bytes here"):
            await restore_archived(connection, FolderStore(tmp_path), nothing)
        assert (await read_head(connection)).position == 0
