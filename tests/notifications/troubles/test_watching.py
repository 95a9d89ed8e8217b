"""Troubles on real servers: seen, told to operators, and over."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.notifications.projection import WATCHED
from services.notifications.troubles.looking import Looking
from services.notifications.troubles.stopped import StoppedModels
from shared.follower.watermark import Watermark
from shared.follower.watermarks import Watermarks
from shared.read_model.checkpointed import Checkpointed
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, at, reminded
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

PATIENCE_SECONDS = 120


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        await town.service.client.put(
            "/contacts/list/operators/one",
            json={"email": "operator@town.example"},
            headers=town.service.as_("operator"),
        )
        await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
        yield town


async def troubles(town: Reminded) -> dict[str, Any]:
    connection = await asyncpg.connect(town.database.admin_dsn)
    try:
        return {row["subject"]: row["since"] for row in await connection.fetch("select * from troubles")}
    finally:
        await connection.close()


async def execute(town: Reminded, statement: str) -> None:
    connection = await asyncpg.connect(town.database.admin_dsn)
    await connection.execute(statement)
    await connection.close()


async def until_there_is(town: Reminded, *subjects: str) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while {*await troubles(town)} != {*subjects}:
        assert time.monotonic() < ends, await troubles(town)
        await asyncio.sleep(0.1)


async def test_a_log_that_stands_still_is_told_once_and_is_over_once_it_goes_on(town: Reminded) -> None:
    """Seconds are handed in: nobody waits for them."""
    equipment = town.service.app.state.equipment
    seconds = [0.0]
    watermarks = Watermarks(lambda: seconds[0])
    client = await town.service.bus.connect("notifications")
    await watermarks.listen(client, ("registry",))
    await client.close()
    watched = Checkpointed(town.service.app.state.pool, WATCHED)
    looking = Looking(equipment, watched, watermarks, StoppedModels())
    head = (await watched.folded()).checkpoint("registry")
    announced = Watermark(head.log_id or "", head.position, head.hash or "", 0)

    async def look(second: float, *, silent: bool = False) -> None:
        seconds[0] = second
        if not silent:
            watermarks.take("registry", announced)
        async with equipment.pool.acquire() as connection:
            await looking.look(connection)

    await look(0)
    await look(70, silent=True)
    assert await troubles(town) == {"log/registry": at("2024-12-10T10:00")}
    (row,) = await town.until("rule = 'log_stands_still' and state = 'sent'", 1)
    await look(80, silent=True)
    assert town.mails() == ["operator@town.example: 【请检查】日志registry没有更新"]
    await look(90)
    await look(151)
    assert await troubles(town) == {}
    town.now("2024-12-10T11:00")
    await look(160)
    await look(230, silent=True)
    await town.until("rule = 'log_stands_still' and state = 'sent'", 2)
    assert [each["due"] for each in await town.rows("rule = 'log_stands_still'")] == [
        row["due"],
        at("2024-12-10T11:00"),
    ]


async def test_a_publisher_that_used_to_send_and_is_heard_again(town: Reminded) -> None:
    days = ", ".join(
        f"('500112143', 'grid', '2024-12-0{day}', '2024-12-0{day}T09:00Z')" for day in range(2, 7)
    )
    await execute(town, f"insert into publisher_days (township, publisher, day, last) values {days}")
    town.now("2024-12-11T08:50")
    await until_there_is(town, "publisher/grid")
    await town.until("rule = 'publisher_silent' and state = 'planned'", 1)
    await execute(
        town,
        "insert into publisher_days (township, publisher, day, last) "
        "values ('500112143', 'grid', '2024-12-11', '2024-12-11T00:55Z')",
    )
    await until_there_is(town)
    await town.until("rule = 'publisher_silent' and state = 'cancelled' and reason = 'done'", 1)
