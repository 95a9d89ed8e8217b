"""Postgres is put back to an older state and JetStream is not: appends stop, healing brings all back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from shared.bus.provision import KnownLog, provision, recreate
from shared.bus.users import PROVISIONER
from shared.clock import Clock
from shared.event_log.head import read_head
from shared.event_log.read import read_after, read_facts
from shared.events.envelope import Envelope
from shared.facts.fact import FactKey
from shared.instant import microseconds
from shared.problems import Rejected
from shared.relay.compare import Verdict
from shared.relay.relay import Relay
from shared.relay.repair import examine, repair
from shared.relay.stored_bytes import read_stored
from tests.support.buses import TestBus
from tests.support.databases import fresh_database
from tests.support.logs import TestLog, created_log, write
from tests.support.relaying import (
    PATIENCE,
    assert_same_bytes,
    equal_again,
    eventually,
    running_relay,
    service_bus,
)


async def relayed(log: TestLog, bus: TestBus, events: int) -> None:
    """A log of so many events, all in the stream."""
    connection = await log.connect()
    for _ in range(0, events, 50):
        await write(connection, 50)
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await equal_again(relay)


@asynccontextmanager
async def put_back(log: TestLog, postgres: str, position: int) -> AsyncIterator[TestLog]:
    """The same log as it was at `position`, as a restored backup holds it."""
    async with fresh_database(postgres, "hazards") as older, created_log(older) as restored:
        after = await asyncpg.connect(older.owner_dsn)
        before = await asyncpg.connect(log.database.admin_dsn)
        for table in ("events", "recorded_facts"):
            rows = await before.fetch(f"select * from {table} where position <= $1", position)
            await after.copy_records_to_table(table, records=rows)
        log_id = await before.fetchval("select log_id from log_head")
        last = Envelope.from_bytes((await read_after(before, position - 1, 1))[0].raw)
        following = Envelope.from_bytes((await read_after(before, position, 1))[0].raw)
        await after.execute(
            "update log_head set log_id = $1, position = $2, hash = $3, recorded = $4",
            log_id,
            position,
            following.previous_hash,
            microseconds(last.recorded),
        )
        await before.close()
        await after.close()
        yield restored


@asynccontextmanager
async def halted_relay(restored: TestLog, bus: TestBus) -> AsyncIterator[Relay]:
    async with service_bus(bus.url) as own, running_relay(restored, own) as relay:
        await eventually(lambda: relay.fence.halted)
        yield relay


async def test_a_restored_log_halts_and_is_healed_from_its_stream(
    log: TestLog, bus: TestBus, postgres: str
) -> None:
    await relayed(log, bus, 1_300)
    async with put_back(log, postgres, 100) as restored, halted_relay(restored, bus) as relay:
        assert relay.fence.verdict is Verdict.AHEAD
        assert not relay.fence.allowed
        done = await repair(relay)
        assert done.healed is not None
        assert (done.healed.first, done.healed.last) == (101, 1_300)
        assert not done.needs_new_stream
        assert done.after.verdict is Verdict.EQUAL
        assert relay.fence.allowed
        connection = await restored.connect()
        await write(connection, 10)
        await equal_again(relay)
        assert await assert_same_bytes(restored, relay.bus) == 1_310
        key = FactKey("tester", "/tests", "1234")
        assert (await read_facts(connection, [key]))[key].position == 1_234


async def test_a_log_that_was_cut_under_a_running_service_and_has_closed_later_times_since(
    log: TestLog, bus: TestBus, postgres: str
) -> None:
    """Between cutting and the next look at the stream its clock went on, beyond what is missing."""
    await relayed(log, bus, 300)
    async with put_back(log, postgres, 100) as restored, halted_relay(restored, bus) as relay:
        connection = await restored.connect()
        await connection.execute("update log_head set recorded = $1", microseconds(Clock().now()))
        done = await repair(relay)
        assert done.after.verdict is Verdict.EQUAL
        await write(connection, 10)
        await equal_again(relay)
        assert await assert_same_bytes(restored, relay.bus) == 310


async def test_how_far_healing_is_can_be_looked_at_meanwhile(
    log: TestLog, bus: TestBus, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = asyncio.Event()

    async def read_after_a_look(*of: Any) -> list[bytes]:
        looked.clear()
        await looked.wait()
        return await read_stored(*of)

    await relayed(log, bus, 5_000)
    monkeypatch.setattr("shared.relay.heal.read_stored", read_after_a_look)
    async with put_back(log, postgres, 100) as restored, halted_relay(restored, bus) as relay:
        healing = asyncio.create_task(repair(relay))
        seen = {100}
        while not healing.done():
            seen.add((await examine(relay)).head.position)
            looked.set()
        assert (await healing).after.verdict is Verdict.EQUAL
        assert len(seen - {100, 5_000}) > 1


async def test_an_empty_log_becomes_the_log_its_stream_is_of(
    log: TestLog, bus: TestBus, postgres: str
) -> None:
    await relayed(log, bus, 100)
    async with (
        fresh_database(postgres, "hazards") as empty,
        created_log(empty) as anew,
        halted_relay(anew, bus) as relay,
    ):
        assert (await repair(relay)).after.verdict is Verdict.EQUAL
        connections = [await log.connect(), await anew.connect()]
        heads = [await read_head(connection) for connection in connections]
        assert heads[0].log_id == heads[1].log_id
        assert heads[0].hash == heads[1].hash


async def test_a_log_that_went_another_way_takes_an_operator(
    log: TestLog, bus: TestBus, postgres: str
) -> None:
    await relayed(log, bus, 200)
    async with put_back(log, postgres, 100) as restored:
        connection = await restored.connect()
        head = await write(connection, 50)
        async with service_bus(bus.url) as own, running_relay(restored, own) as relay:
            await eventually(lambda: relay.fence.halted)
            done = await repair(relay)
            assert done.before.verdict is Verdict.DIFFERENT
            assert done.needs_new_stream
            assert done.healed is None
            provisioner = await bus.connect(PROVISIONER)
            known = {"hazards": KnownLog(head.log_id, head.position)}
            assert await provision(provisioner, known) == [], "a stream with other events is not painted over"
            await recreate(provisioner, "hazards", head.log_id)
            await equal_again(relay)
            assert (await repair(relay)).after.verdict is Verdict.EQUAL
            assert await assert_same_bytes(restored, relay.bus) == 150


async def test_what_does_not_continue_the_log_is_not_taken_over(
    log: TestLog, bus: TestBus, postgres: str
) -> None:
    await relayed(log, bus, 100)
    publisher = await bus.connect("hazards")
    await publisher.jetstream(timeout=30).publish("hazards.500112143.hazard.found", b"{}")
    async with put_back(log, postgres, 50) as restored, halted_relay(restored, bus) as relay:
        with pytest.raises(Rejected, match="stream_unusable"):
            await repair(relay)
        assert (await examine(relay)).head.position == 50
        assert not relay.fence.allowed


async def test_appends_wait_for_the_first_comparison(log: TestLog, bus: TestBus) -> None:
    async with service_bus(bus.url) as own:
        relay = Relay(own, "hazards", log.connect, Clock())
        assert not relay.fence.allowed
        assert (await examine(relay)).verdict is Verdict.EQUAL
        assert not relay.fence.allowed, "nobody would notice the loss of the database yet"
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        assert not relay.fence.allowed
        await asyncio.wait_for(relay.fence.until_allowed(), PATIENCE)
