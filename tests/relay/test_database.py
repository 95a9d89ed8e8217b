"""Postgres is killed under a running relay: nothing is appended before log and stream were compared again."""

import asyncio

import asyncpg

from deploy.provision.databases import Role, ServiceDatabase, ensure_database
from shared.relay.compare import Verdict
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.logs import TestLog, created_log, write
from tests.support.relaying import (
    PATIENCE,
    assert_same_bytes,
    equal_again,
    eventually,
    running_relay,
    service_bus,
)
from tests.support.servers import PASSWORD, Running


async def _database(server: Running) -> TestDatabase:
    """Of a server that goes with the test, so nobody has to drop it."""
    database = TestDatabase(server.server.dsn(), "hazards", "hazards")
    admin = await asyncpg.connect(database.admin)
    owner, user = Role(database.owner, PASSWORD), Role("hazards", PASSWORD)
    await ensure_database(admin, ServiceDatabase(database.name, owner, user))
    await admin.close()
    return database


async def test_the_database_is_killed_and_comes_back(own_postgres_server: Running, bus: TestBus) -> None:
    async with (
        created_log(await _database(own_postgres_server)) as log,
        service_bus(bus.url) as own,
        running_relay(log, own) as relay,
    ):
        await relay.fence.until_allowed()
        for round_ in range(1, 3):
            await write(await log.connect(), 20)
            await eventually(lambda at=20 * round_: relay.position == at)
            await asyncio.to_thread(own_postgres_server.kill)
            await eventually(lambda: not relay.fence.allowed)
            assert not relay.fence.halted, "it opens again without an operator"
            await asyncio.to_thread(own_postgres_server.start)
            await asyncio.wait_for(relay.fence.until_allowed(), PATIENCE)
        await equal_again(relay)
        assert relay.fence.verdict is Verdict.EQUAL
        assert await assert_same_bytes(log, own) == 40


async def test_while_only_the_bus_is_away_the_log_goes_on(
    log: TestLog, own_bus: TestBus, own_nats_server: Running
) -> None:
    connection = await log.connect()
    async with service_bus(own_bus.url) as own, running_relay(log, own) as relay:
        await relay.fence.until_allowed()
        own_nats_server.kill()
        for _ in range(40):
            await write(connection)
            relay.appended.set()
            assert relay.fence.allowed
            await asyncio.sleep(0.2)
        own_nats_server.start()
        await equal_again(relay)
        assert relay.fence.allowed
        assert await assert_same_bytes(log, own) == 40
