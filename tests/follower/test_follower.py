"""Following a log on real servers: every event once and in order, through kills, failures and strangers."""

import asyncio
from shutil import rmtree

from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus.provision import KnownLog, provision, recreate
from shared.bus.pull import Pull
from shared.bus.users import PROVISIONER
from shared.event_log.head import read_head
from shared.follower.lag import Following
from shared.metrics import CONSUMER_RESTARTS
from tests.follower.following import following, prepared
from tests.support.buses import TestBus
from tests.support.logs import TestLog, build, write
from tests.support.relaying import PATIENCE, equal_again, eventually, running_relay, service_bus
from tests.support.servers import Running


async def test_each_event_once_over_restarts(log: TestLog, bus: TestBus) -> None:
    reader, connection = await prepared(log), await log.connect()
    async with service_bus(bus.url) as own, service_bus(bus.url, "reporting") as other:
        async with running_relay(log, own):
            for last in (1_200, 2_400, 2_403):
                await write(connection, last - reader.position)
                async with following(log, other, reader) as follower:
                    await eventually(lambda last=last: reader.position == last)
                    await eventually(lambda: follower.lag.positions == 0)
                    assert follower.lag.state is Following.FOLLOWING
        assert await reader.seen() == list(range(1, 2_404))
        await eventually_no_consumers(own)


async def eventually_no_consumers(bus: Client) -> None:
    """What a follower created it also removes."""
    async with asyncio.timeout(PATIENCE):
        while (await bus.jetstream(timeout=30).stream_info("HAZARDS")).state.consumer_count:
            await asyncio.sleep(0.05)


async def test_an_event_arrives_without_a_heartbeat(log: TestLog, bus: TestBus, monkeypatch) -> None:
    """Nor does it wait for the end of a request, which comes after 30 s."""
    real = Pull.received

    async def received(pull: Pull, message: Msg) -> None:
        if message.reply:
            await real(pull, message)

    monkeypatch.setattr(Pull, "received", received)
    monkeypatch.setattr("shared.bus.pull._SILENCE_SECONDS", 3600)
    reader, connection = await prepared(log), await log.connect()
    async with (
        service_bus(bus.url) as own,
        service_bus(bus.url, "reporting") as other,
        running_relay(log, own) as relay,
        following(log, other, reader),
    ):
        for position in range(1, 11):
            await write(connection)
            relay.appended.set()
            await eventually(lambda at=position: reader.position == at)


async def test_what_can_not_be_applied_is_tried_again_and_never_skipped(log: TestLog, bus: TestBus) -> None:
    reader, connection = await prepared(log), await log.connect()
    reader.failures = 3
    await write(connection, 10)
    async with (
        service_bus(bus.url) as own,
        service_bus(bus.url, "reporting") as other,
        running_relay(log, own) as relay,
        following(log, other, reader) as follower,
    ):
        await equal_again(relay)
        await eventually(lambda: follower.lag.state is Following.FAILING)
        await eventually(lambda: reader.position == 10)
        assert follower.lag.state is Following.FOLLOWING
    assert await reader.seen() == list(range(1, 11))


async def test_the_broker_is_killed_again_and_again(
    log: TestLog, own_bus: TestBus, own_nats_server: Running
) -> None:
    reader, connection = await prepared(log), await log.connect()
    async with (
        service_bus(own_bus.url) as own,
        service_bus(own_bus.url, "reporting") as other,
        running_relay(log, own) as relay,
        following(log, other, reader) as follower,
    ):
        for _ in range(4):
            for _ in range(30):
                await write(connection, 5)
                relay.appended.set()
                await asyncio.sleep(0)
            await asyncio.to_thread(own_nats_server.kill)
            await asyncio.to_thread(own_nats_server.start)
        await eventually(lambda: reader.position == 600)
        assert follower.lag.positions == 0
    assert await reader.seen() == list(range(1, 601))


async def test_a_stream_made_anew_is_followed_from_the_checkpoint(
    log: TestLog, own_bus: TestBus, own_nats_server: Running
) -> None:
    reader, connection = await prepared(log), await log.connect()
    head = await write(connection, 700)
    async with (
        service_bus(own_bus.url) as own,
        service_bus(own_bus.url, "reporting") as other,
        running_relay(log, own),
        following(log, other, reader),
    ):
        await eventually(lambda: reader.position == 700)
        own_nats_server.stop()
        rmtree(own_nats_server.server.folder / "store")
        own_nats_server.start()
        await provision(await own_bus.connect(PROVISIONER), {"hazards": KnownLog(head.log_id, 700)})
        await write(connection, 5)
        await eventually(lambda: reader.position == 705)
    assert await reader.seen() == list(range(1, 706))


async def test_a_gap_is_never_stepped_over(log: TestLog, bus: TestBus) -> None:
    reader, before = await prepared(log), gaps()
    head = await read_head(await log.connect())
    _, rows, _ = build(head, 5)
    publisher = await bus.connect("hazards")
    for row in (*rows[:3], rows[4]):
        await publisher.jetstream(timeout=30).publish("hazards.500112143.hazard.found", row.raw)
    async with service_bus(bus.url, "reporting") as other, following(log, other, reader) as follower:
        await eventually(lambda: gaps() >= before + 3 and follower.lag.state is Following.STARTING)
        assert follower.lag.positions > 0
    assert 5 not in await reader.seen()


def gaps() -> float:
    return CONSUMER_RESTARTS.labels("hazards", "gap")._value.get()


async def test_another_log_stops_it(log: TestLog, bus: TestBus) -> None:
    reader, connection = await prepared(log), await log.connect()
    await write(connection, 5)
    async with service_bus(bus.url) as own, service_bus(bus.url, "reporting") as other:
        async with running_relay(log, own), following(log, other, reader):
            await eventually(lambda: reader.position == 5)
        await recreate(await bus.connect(PROVISIONER), "hazards", "another-log")
        async with following(log, other, reader) as follower:
            await eventually(lambda: follower.lag.state is Following.STOPPED)
    assert await reader.seen() == [1, 2, 3, 4, 5]
