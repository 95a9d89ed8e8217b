"""Which marks are worked off first, and when none is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from services.notifications.planning.basis import Rulebook
from services.notifications.planning.planner import Planner
from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.texts.texts import DEFAULT as TEXTS
from services.notifications.texts.texts import read_texts
from shared.clock import Clock
from shared.event_log.connection import Pool
from tests.support.databases import TestDatabase

_MANY = """
insert into to_plan (township, subject, since)
select 'a', 'hazard/h-' || n, now() - interval '1 hour' + n * interval '1 ms' from generate_series(1, 1000) n
"""
_ONE = "insert into to_plan (township, subject) values ($1, $2)"
_STANDS = "select exists (select from to_plan where township = $1 and subject = $2)"


@pytest.fixture
async def pool(own: TestDatabase) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(own.second_dsn, min_size=1, max_size=4) as pool:
        yield pool


@asynccontextmanager
async def admin(own: TestDatabase) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(own.admin_dsn)
    try:
        yield connection
    finally:
        await connection.close()


def planner(pool: Pool) -> Planner:
    return Planner(pool, Clock(), Rulebook(read_policy(DEFAULT), read_texts(TEXTS)))


async def test_no_town_waits_for_the_marks_of_another_nor_a_new_one_for_many_old_ones(pool: Pool) -> None:
    await pool.execute(_MANY)
    await pool.execute(_ONE, "b", "hazard/major")
    await pool.execute(_ONE, "a", "hazard/major")
    assert await planner(pool).plan_some() == 101
    assert not await pool.fetchval(_STANDS, "b", "hazard/major")
    assert not await pool.fetchval(_STANDS, "a", "hazard/major")
    assert await pool.fetchval("select count(*) from to_plan") == 901


async def test_nothing_is_planned_of_a_read_model_that_is_folded_anew(pool: Pool, own: TestDatabase) -> None:
    await pool.execute(_ONE, "a", "hazard/h-1")
    async with admin(own) as connection:
        await connection.execute("insert into read_models values ('watched', 1, '{\"hazards\": 7}')")
        assert await planner(pool).plan_some() == 0
        assert await pool.fetchval(_STANDS, "a", "hazard/h-1")
        await connection.execute("update read_models set targets = '{}'")
    assert await planner(pool).plan_some() == 1


async def test_all_of_every_town_is_planned_once_after_a_start(pool: Pool) -> None:
    await pool.execute("insert into reminding (township, since) values ('a', now()), ('b', now())")
    this = planner(pool)
    assert await this.plan_some() == 2
    assert await this.plan_some() == 0


async def test_a_mark_that_somebody_renews_just_now_holds_nobody_up(pool: Pool) -> None:
    await pool.execute(_ONE, "a", "hazard/h-1")
    async with pool.acquire() as other, other.transaction():
        await other.execute("update to_plan set since = clock_timestamp()")
        async with asyncio.timeout(5):
            assert await planner(pool).plan_some() == 1
    assert await pool.fetchval(_STANDS, "a", "hazard/h-1")
