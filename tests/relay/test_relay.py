"""The relay: what the log has gets into the stream, at its position, whatever is killed meanwhile."""

import asyncio
from pathlib import Path
from shutil import rmtree

import pytest

from shared.bus.provision import KnownLog, provision, recreate
from shared.bus.users import PROVISIONER
from shared.event_log.head import read_head
from shared.relay.compare import Verdict
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import assert_same_bytes, equal_again, eventually, running_relay, service_bus
from tests.support.servers import Running


async def test_everything_arrives_at_its_position(log: TestLog, bus: TestBus) -> None:
    connection = await log.connect()
    await write(connection, 2_500)
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await eventually(lambda: relay.position == 2_500)
        await write(connection, 3)
        relay.appended.set()
        await eventually(lambda: relay.position == 2_503)
        assert await assert_same_bytes(log, own) == 2_503
        message = await own.jetstream(timeout=30).get_msg("HAZARDS", 7, direct=True)
        assert message.subject == "hazards.500112143.hazard.found"
        assert relay.fence.allowed


async def test_an_append_is_relayed_at_once(
    log: TestLog, bus: TestBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.relay.relay._POLL_SECONDS", 3600)
    connection = await log.connect()
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await relay.fence.until_allowed()
        await eventually(lambda: relay.watch.leads)
        for position in range(1, 6):
            await write(connection)
            relay.appended.set()
            await eventually(lambda at=position: relay.position == at)


async def test_large_events_share_small_batches(log: TestLog, bus: TestBus) -> None:
    connection = await log.connect()
    for _ in range(5):
        await write(connection, 10, "x" * 250_000)
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await eventually(lambda: relay.position == 50)
        await equal_again(relay)


async def test_of_two_relays_one_leads_and_the_other_takes_over(log: TestLog, bus: TestBus) -> None:
    connection = await log.connect()
    async with service_bus(bus.url) as one, running_relay(log, one) as first, service_bus(bus.url) as other:
        await eventually(lambda: first.watch.leads)
        async with running_relay(log, other) as second:
            await write(connection, 10)
            await eventually(lambda: first.position == 10)
            await second.fence.until_allowed()
            assert not second.watch.leads
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted "
                "and database = (select oid from pg_database where datname = current_database())"
            )
            for _ in range(20):
                await write(connection, 5)
                await asyncio.sleep(0.02)
            await eventually(lambda: max(first.position, second.position) == 110)
            # The first may learn a little later that it was relieved.
            await eventually(lambda: first.watch.leads != second.watch.leads)
            assert await assert_same_bytes(log, one) == 110


async def test_the_broker_is_killed_under_load(
    log: TestLog, own_bus: TestBus, own_nats_server: Running
) -> None:
    async with service_bus(own_bus.url) as own, running_relay(log, own) as relay:
        await relay.fence.until_allowed()
        done = asyncio.Event()

        async def keep_writing() -> None:
            connection = await log.connect()
            while not done.is_set():
                await write(connection, 7)
                relay.appended.set()
                await asyncio.sleep(0.001)

        writing = asyncio.create_task(keep_writing())
        for _ in range(5):
            before = relay.position
            await eventually(lambda before=before: relay.position > before)
            await asyncio.to_thread(own_nats_server.kill)
            await asyncio.to_thread(own_nats_server.start)
        done.set()
        await writing
        await equal_again(relay)
        assert await assert_same_bytes(log, own) == relay.position >= 5 * 7


async def test_a_deleted_broker_folder_is_refilled(
    log: TestLog, own_bus: TestBus, own_nats_server: Running
) -> None:
    connection = await log.connect()
    head = await write(connection, 1_500)
    async with service_bus(own_bus.url) as own, running_relay(log, own) as relay:
        await eventually(lambda: relay.position == 1_500)
        own_nats_server.stop()
        rmtree(own_nats_server.server.folder / "store")
        own_nats_server.start()
        await eventually(lambda: relay.fence.verdict is Verdict.DAMAGED)
        assert relay.fence.allowed, "the log is the truth: appending goes on"
        provisioner = await own_bus.connect(PROVISIONER)
        await provision(provisioner, {"hazards": KnownLog(head.log_id, head.position)})
        await equal_again(relay)
        assert await assert_same_bytes(log, own) == 1_500


async def test_a_truncated_stream_file_is_mended(
    log: TestLog, own_bus: TestBus, own_nats_server: Running
) -> None:
    connection = await log.connect()
    head = await write(connection, 2_000)
    async with service_bus(own_bus.url) as own:
        async with running_relay(log, own) as relay:
            await eventually(lambda: relay.position == 2_000)
        for cut, index_too in ((100_000, False), (150, False), (100_000, True)):
            own_nats_server.kill()
            _cut_short(own_nats_server.server.folder / "store", cut, index_too)
            own_nats_server.start()
            provisioner = await own_bus.connect(PROVISIONER)
            await provision(provisioner, {"hazards": KnownLog(head.log_id, head.position)})
            async with running_relay(log, own) as relay:
                await equal_again(relay)
            assert await assert_same_bytes(log, own) == 2_000


def _cut_short(store: Path, cut: int, index_too: bool) -> None:
    blocks = sorted(store.glob("jetstream/*/streams/HAZARDS/msgs/*.blk"))
    with blocks[-1].open("r+b") as block:
        block.truncate(block.seek(0, 2) - cut)
    if index_too:
        for index in store.glob("jetstream/*/streams/HAZARDS/msgs/index.db"):
            index.unlink()


async def test_a_stranger_in_the_stream_stops_appends_until_it_is_made_anew(
    log: TestLog, bus: TestBus
) -> None:
    connection = await log.connect()
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await write(connection, 5)
        await eventually(lambda: relay.position == 5)
        await own.jetstream(timeout=30).publish("hazards.500112143.hazard.found", b"{}")
        await write(connection)
        await eventually(lambda: relay.fence.halted)
        assert relay.fence.verdict is Verdict.DIFFERENT
        assert not relay.fence.allowed
        head = await read_head(connection)
        await recreate(await bus.connect(PROVISIONER), "hazards", head.log_id)
        await equal_again(relay)
        assert relay.fence.allowed
        assert await assert_same_bytes(log, own) == 6
