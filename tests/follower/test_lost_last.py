"""The last message got lost, and nothing after it shows the gap: it is missed all the same, and read again.

Intake would have it after the 30 s that the server waits for an acknowledgement, a follower never.
"""

import pytest

from shared.bus.pull import BATCH
from tests.follower.following import following, prepared
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.losing import losing
from tests.support.reading_intake import Handler, publish, publisher_on, reading
from tests.support.relaying import eventually, running_relay, service_bus

PATIENCE = 60


@pytest.mark.parametrize("count", [1, 3])
async def test_intake_reads_the_last_again(bus: TestBus, monkeypatch, count: int) -> None:
    arrived = losing(monkeypatch, lambda number: number == count)
    handler = Handler()
    async with reading(bus, handler):
        await publish(await publisher_on(bus), count)
        await eventually(lambda: count in handler.taken, PATIENCE)
    assert handler.taken == list(range(1, count + 1))
    # Not for want of an acknowledgement: then the server would have sent it once more before.
    assert arrived.numbers == [*range(1, count + 1), 1]


async def test_intake_reads_the_last_of_a_full_request_again(bus: TestBus, monkeypatch) -> None:
    """The server owes nothing more then, no heartbeat either."""
    await publish(await publisher_on(bus), BATCH)
    arrived = losing(monkeypatch, lambda number: number == BATCH)
    handler = Handler()
    async with reading(bus, handler):
        await eventually(lambda: BATCH in handler.taken, PATIENCE)
    assert handler.taken == list(range(1, BATCH + 1))
    assert arrived.numbers == [*range(1, BATCH + 1), 1]


@pytest.mark.parametrize("count", [1, 3])
async def test_a_follower_reads_the_last_again(log: TestLog, bus: TestBus, monkeypatch, count: int) -> None:
    reader, connection = await prepared(log), await log.connect()
    arrived = losing(monkeypatch, lambda number: number == count)
    async with (
        service_bus(bus.url) as own,
        service_bus(bus.url, "reporting") as other,
        running_relay(log, own),
        following(log, other, reader),
    ):
        await eventually(lambda: arrived.heartbeats > 0)
        await write(connection, count)
        await eventually(lambda: reader.position == count, PATIENCE)
    assert await reader.seen() == list(range(1, count + 1))
    assert arrived.numbers == [*range(1, count + 1), 1]


async def test_what_is_slow_is_not_lost(bus: TestBus, monkeypatch) -> None:
    """While a batch is handled the server says again and again how much it delivered: all of it is here."""
    arrived = losing(monkeypatch, lambda _: False)
    handler = Handler()
    handler.free.clear()
    async with reading(bus, handler):
        await publish(await publisher_on(bus), 5)
        await eventually(lambda: len(arrived.numbers) == 5)
        before = arrived.heartbeats
        await eventually(lambda: arrived.heartbeats >= before + 3, PATIENCE)
        handler.free.set()
        await publish(await publisher_on(bus), 1)
        await eventually(lambda: len(handler.taken) == 6)
    assert arrived.numbers == handler.taken == [1, 2, 3, 4, 5, 6]
