"""A rebuild can do no harm: whatever is not its own generation, its role and its user have no right to."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from nats.aio.client import Client

from services.reporting.generations.switching import Decision, Switching
from shared.bus.jetstream import DELIVERIES, INTAKE, SENT
from shared.bus.sent import sent
from shared.bus.users import REBUILD
from shared.clock import Clock
from shared.event_log.connection import Pool
from tests.reporting.generations.building import apply, held, pools, publish, rebuilt
from tests.reporting.two_towns import two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.relaying import eventually

# The live generation, events, what was answered, who decides, and anything new.
FORBIDDEN = [
    "insert into subjects (township, kind, id) values ('t', 'unit', 'u')",
    "update subjects set marks = '{}'",
    "delete from naming",
    "update tallies set marks = 0",
    "update cells set value = 0",
    "insert into provenance values ('hazards', 1, 0, 'a', 'b')",
    "update checkpoints set position = 0",
    "update read_models set version = 0",
    "truncate cells",
    "insert into events (position, stream, stream_version, raw) values (1, 's', 1, 'x')",
    "select * from events",
    "update log_head set position = position",
    "insert into recorded_facts (publisher, source, fact_id, digest) values ('p', 's', '1', 'd')",
    "update live_generations set generation = 'figures_2'",
    "update generations set signed = '{}'",
    "update generations set kept_until = 0",
    "insert into generations (name) values ('x')",
    "delete from generations",
    "insert into generation_switches (at, act) values (0, 'cutover')",
    "select close_generation('figures_2')",
    "select drop_generation('figures_2')",
    "create schema another",
    "create table another (a int)",
    "drop schema figures_2 cascade",
]
UNHEARD = [
    "deliver.email",
    "sent.1",
    "receipts.paicha",
    "registry.500112143.unit.registered",
    "hazards.500112143.hazard.found",
    "reporting.500112143.submission.signed",
    "intake.paicha.unit.registered",
    "intake.rebuild.unit.registered",
    "clock.hazards",
    "held.registry.receipt",
    "_INBOX_reporting.x",
    "$JS.API.STREAM.DELETE.HAZARDS",
    "$JS.API.STREAM.PURGE.HAZARDS",
    "$JS.API.STREAM.UPDATE.HAZARDS",
    f"$JS.API.CONSUMER.CREATE.{DELIVERIES}.x",
    f"$JS.API.CONSUMER.MSG.NEXT.{DELIVERIES}.email",
    f"$JS.API.CONSUMER.MSG.NEXT.{INTAKE}.hazards",
    f"$JS.API.CONSUMER.CREATE.{SENT}.x",
    "$JS.API.CONSUMER.CREATE.REPORTING.x",
]


async def refused(client: Client) -> None:
    await sent(client)
    await eventually(lambda: "permissions violation" in str(client.last_error).lower())


async def refusal(pool: Pool, statement: str) -> str:
    try:
        await pool.execute(statement)
    except asyncpg.PostgresError as error:
        return type(error).__name__
    return "none"


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


async def test_the_role_may_write_nothing_but_its_generation(database: TestDatabase) -> None:
    async with pools(database) as (_, rebuilding):
        assert await rebuilding.fetchval("select open_generation()") == "figures_2"
        await rebuilding.execute("insert into figures_2.cells values ('t', 'c', 'p', 'k', 1)")
        for statement in FORBIDDEN:
            assert await refusal(rebuilding, statement) == "InsufficientPrivilegeError", statement


async def test_the_role_may_not_even_look_at_another_services_database(
    database: TestDatabase, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> None:
    for service in ("notifications", "hazards", "registry"):
        other = await service_database(service)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(database.rebuild_dsn.replace(database.name, other.name))


async def test_the_user_may_not_say(bus: TestBus, subtests: pytest.Subtests) -> None:
    for subject in UNHEARD:
        with subtests.test(subject=subject):
            client = await bus.connect(REBUILD)
            await client.publish(subject, b"{}")
            await refused(client)


async def test_the_user_may_not_hear(bus: TestBus, subtests: pytest.Subtests) -> None:
    for subject in [">", "hazards.>", "deliver.*", "_INBOX_reporting.>", "receipts.*"]:
        with subtests.test(subject=subject):
            client = await bus.connect(REBUILD)
            await client.subscribe(subject)
            await refused(client)


async def test_what_answers_is_no_longer_its_own(bus: TestBus, database: TestDatabase) -> None:
    """Not even in what it has prepared before."""
    story = two_towns()
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        await apply(own, story)
        await rebuilt(bus, rebuilding)
        async with rebuilding.acquire() as connection:
            write = await connection.prepare("update figures_2.cells set value = value + $1")
            await write.fetch(0)
            switching = Switching(own, Clock())
            await switching.cut_over("figures_2", Decision("operator", "a test"))
            before = await held(own, "figures_2")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await write.fetch(1)
        for table in ("cells", "subjects", "checkpoints"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await rebuilding.execute(f"delete from figures_2.{table}")
        assert await held(own, "figures_2") == before
