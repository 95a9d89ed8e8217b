"""The projection on a real Postgres: effects once, nothing skipped, incremental equals rebuilt."""

import asyncio
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from services.notifications.projection import WATCHED, Projection
from services.notifications.tables import METADATA
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.order import AnotherLog, Gap
from tests.notifications.chain import Chain
from tests.support.databases import TestDatabase


@pytest.fixture
async def pool(own: TestDatabase) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(own.dsn, min_size=1, max_size=4) as pool:
        await Checkpointed(pool, WATCHED).prepare()
        yield pool


def campaign(seed: int, hazards: int = 20, events: int = 300) -> Chain:
    """A plausible enough shuffle: each hazard found, then anything, some of it taken back."""
    dice, chain = random.Random(seed), Chain("hazards")
    said: list[tuple[str, int]] = []
    for number in range(hazards):
        chain.found(f"h-{number}", dice.randint(1, 28), severity=dice.choice(["general", "major"]))
    for _ in range(events):
        id_, number = f"h-{dice.randrange(hazards)}", dice.randint(1, 28)
        match dice.randrange(6):
            case 0:
                said.append((id_, chain.hazard("closed", id_, number, by="v-1")))
            case 1:
                said.append((id_, chain.hazard("rectification_claimed", id_, number, by="unit")))
            case 2:
                said.append((id_, chain.hazard("look_back_failed", id_, number, by="d-1")))
            case 3:
                said.append((id_, chain.hazard("referred", id_, number, by="v-1", to="d-2")))
            case 4:
                chain.hazard("controls_imposed", id_, number, controls="围挡")
            case _ if said:
                subject, position = dice.choice(said)
                said.append((subject, chain.take_back(f"hazard/{subject}", position)))
            case _:
                pass
    return chain


async def applied(pool: Pool) -> int:
    return (await Checkpointed(pool, WATCHED).checkpoint("hazards")).position


async def forget(database: TestDatabase) -> None:
    """As an operator would: the service itself may not delete."""
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute("delete from subjects; delete from checkpoints")
    await owner.close()


async def kept(pool: Pool) -> list[tuple[str, str, str]]:
    rows = await pool.fetch("select stream, entries::text, view::text from subjects order by stream")
    return [tuple(row) for row in rows]


async def test_one_by_one_in_runs_or_twice_comes_to_the_same(own: TestDatabase, pool: Pool) -> None:
    chain, dice = campaign(seed=7), random.Random(7)
    projection = Projection(Checkpointed(pool, WATCHED), Clock())
    await projection.apply(chain.events)
    rebuilt = await kept(pool)
    await forget(own)
    position = 0
    while position < len(chain.events):
        length = dice.randint(1, 40)
        run = chain.events[max(0, position - dice.randint(0, 10)) : position + length]
        await projection.apply(run)
        position = min(position + length, len(chain.events))
        assert await applied(pool) == position
    assert await kept(pool) == rebuilt


async def test_nothing_is_skipped(pool: Pool) -> None:
    chain, projection = campaign(seed=1), Projection(Checkpointed(pool, WATCHED), Clock())
    assert await applied(pool) == 0
    await projection.apply(chain.events[:10])
    with pytest.raises(Gap):
        await projection.apply(chain.events[11:20])
    with pytest.raises(AnotherLog):
        await projection.apply(campaign_of_another().events[10:])
    assert await applied(pool) == 10


def campaign_of_another() -> Chain:
    other = Chain("hazards", "log-2")
    for number in range(20):
        other.found(f"h-{number}", 1)
    return other


async def test_a_run_that_fails_leaves_nothing_behind(pool: Pool) -> None:
    chain, projection = Chain("hazards"), Projection(Checkpointed(pool, WATCHED), Clock())
    chain.found("h-1", 1)
    chain.hazard("closed", "h-unknown", 2, by="v-1")
    with pytest.raises(Exception):  # noqa: B017, PT011 - a hazard without its finding is no hazard of ours
        await projection.apply(chain.events)
    assert await kept(pool) == []
    assert await applied(pool) == 0


async def test_two_processes_at_once_apply_each_run_once(own: TestDatabase, pool: Pool) -> None:
    chain = campaign(seed=3)
    both = [
        Projection(Checkpointed(pool, WATCHED), Clock()),
        Projection(Checkpointed(pool, WATCHED), Clock()),
    ]
    await asyncio.gather(*(projection.apply(chain.events) for projection in both))
    at_once = await kept(pool)
    await forget(own)
    await both[0].apply(chain.events)
    assert await kept(pool) == at_once


async def test_the_tables_are_the_declared_ones(own: TestDatabase) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    engine = create_async_engine(own.owner_dsn.replace("postgresql://", "postgresql+asyncpg://"))
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(differences)
    finally:
        await engine.dispose()
    assert [one for one in found if "alembic_version" not in str(one)] == []
