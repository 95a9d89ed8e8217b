"""What channels used, in the table that replicas share."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from structlog.testing import capture_logs

from services.notifications.channels.channel import PutOff
from services.notifications.channels.limits import Budget, Window, Wish, of_channel, of_number, of_robot
from services.notifications.channels.use import forget, give_back, spent_in_month, take
from shared.event_log.connection import Pool
from shared.metrics import REGISTRY
from tests.support.databases import TestDatabase

NOW = datetime(2024, 12, 13, 1, 0, 0, 400_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WISH = Wish(
    "sms", (of_channel(60), of_number("+8613800138000", "report_due", (Window(60, 1),))), Budget(1000, 5)
)


@pytest.fixture
async def pool(own: TestDatabase) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(own.second_dsn, min_size=1, max_size=8) as pool:
        yield pool


async def taken(pool: Pool, wish: Wish, now: datetime, *, urgent: bool = False) -> PutOff | None:
    async with pool.acquire() as connection, connection.transaction():
        return await take(connection, wish, now, urgent=urgent)


async def spent(pool: Pool, channel: str = "sms", now: datetime = NOW) -> int:
    async with pool.acquire() as connection:
        return await spent_in_month(connection, channel, now)


async def test_what_was_taken_counts(pool: Pool) -> None:
    assert await taken(pool, WISH, NOW) is None
    put_off = await taken(pool, WISH, NOW + 9 * SECOND)
    assert put_off is not None
    assert put_off.why == "limit_number"
    assert 51 < put_off.seconds < 52
    assert await taken(pool, WISH, NOW + timedelta(seconds=9 + put_off.seconds)) is None
    assert await spent(pool) == 10
    assert await spent(pool, "email") == 0
    assert await spent(pool, now=NOW + timedelta(days=30)) == 0


async def test_the_urgent_pass_and_are_counted(pool: Pool) -> None:
    for _ in range(3):
        assert await taken(pool, WISH, NOW, urgent=True) is None
    assert await spent(pool) == 15
    assert isinstance(await taken(pool, WISH, NOW + 60 * SECOND), PutOff)


async def test_what_was_put_off_is_not_counted_and_a_transaction_undone_neither(pool: Pool) -> None:
    async with pool.acquire() as connection:
        undone = connection.transaction()
        await undone.start()
        assert await take(connection, WISH, NOW, urgent=False) is None
        await undone.rollback()
    assert await spent(pool) == 0
    assert await taken(pool, WISH, NOW) is None
    assert isinstance(await taken(pool, WISH, NOW), PutOff)
    assert await spent(pool) == 5


async def test_what_no_provider_took_is_given_back(pool: Pool) -> None:
    assert await taken(pool, WISH, NOW) is None
    async with pool.acquire() as connection:
        await give_back(connection, WISH, NOW)
    assert await spent(pool) == 0
    assert await taken(pool, WISH, NOW) is None


async def test_four_fifths_of_the_money_are_told_once(pool: Pool) -> None:
    wish = Wish("sms", (), Budget(25, 5))
    with capture_logs() as logs:
        for _ in range(5):
            assert await taken(pool, wish, NOW) is None
    told = [one for one in logs if one["event"] == "budget_nearly_spent"]
    assert [(one["channel"], one["spent_fen"]) for one in told] == [("sms", 20)]
    assert REGISTRY.get_sample_value("paicha_channel_budget_used_ratio", {"channel": "sms"}) == 1


async def test_the_money_of_a_month_ends(pool: Pool) -> None:
    wish = Wish("sms", (), Budget(12, 5))
    assert [await taken(pool, wish, NOW) is None for _ in range(3)] == [True, True, False]
    assert await taken(pool, wish, NOW, urgent=True) is None
    assert await taken(pool, wish, datetime(2024, 12, 31, 16, 0, tzinfo=UTC)) is None


async def test_replicas_at_once_share_a_robot_s_limit(pool: Pool) -> None:
    """The last free place is taken once."""
    wish = Wish("robot", (of_robot("群", "dingtalk"),))
    answers = await asyncio.gather(*(taken(pool, wish, NOW) for _ in range(40)))
    assert sum(answer is None for answer in answers) == 20
    other = Wish("robot", (of_robot("另一个群", "dingtalk"),))
    assert await taken(pool, other, NOW) is None


async def test_feishu_takes_five_a_second(pool: Pool) -> None:
    wish = Wish("robot", (of_robot("飞", "feishu"),))
    answers = [await taken(pool, wish, NOW) for _ in range(7)]
    assert [answer is None for answer in answers] == [True] * 5 + [False] * 2
    assert await taken(pool, wish, NOW + 2 * SECOND) is None


async def test_who_got_how_many_is_forgotten_and_money_is_not(pool: Pool) -> None:
    assert await taken(pool, WISH, NOW) is None
    async with pool.acquire() as connection:
        await forget(connection, NOW + timedelta(hours=24))
        assert await connection.fetchval("select count(*) from channel_use") == 3
        await forget(connection, NOW + timedelta(hours=26))
        assert await connection.fetch("select measure, used from channel_use") == [("fen", 5)]
        await forget(connection, NOW + timedelta(days=500))
        assert await connection.fetchval("select count(*) from channel_use") == 0
