"""A transaction that has taken its place and commits late is skipped by no reader: whoever is next waits."""

import asyncio

from shared.event_log.connection import Connection
from shared.event_log.read import read_after
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import (
    PATIENCE,
    assert_same_bytes,
    equal_again,
    eventually,
    running_relay,
    service_bus,
)


async def blocked(connection: Connection, *, seen_by: Connection) -> None:
    """Until it waits for the transaction of another."""
    waits = "select pg_blocking_pids($1) <> '{}'"
    async with asyncio.timeout(PATIENCE):
        while not await seen_by.fetchval(waits, connection.get_server_pid()):
            await asyncio.sleep(0.02)


async def test_nobody_overtakes_a_late_commit(log: TestLog, bus: TestBus) -> None:
    slow, quick, reader = [await log.connect() for _ in range(3)]
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await write(quick, 2)
        await eventually(lambda: relay.position == 2)
        late = slow.transaction()
        await late.start()
        await write(slow)
        overtaking = asyncio.create_task(write(quick))
        await blocked(quick, seen_by=reader)
        assert not overtaking.done()
        assert await read_after(reader, 2, 10) == []
        assert relay.position == 2
        await late.commit()
        await overtaking
        assert [event.position for event in await read_after(reader, 2, 10)] == [3, 4]
        await equal_again(relay)
        assert await assert_same_bytes(log, own) == 4


async def test_a_place_given_back_is_taken_by_the_next(log: TestLog) -> None:
    slow, quick, reader = [await log.connect() for _ in range(3)]
    late = slow.transaction()
    await late.start()
    await write(slow)
    waiting = asyncio.create_task(write(quick))
    await blocked(quick, seen_by=reader)
    await late.rollback()
    assert (await waiting).position == 1
