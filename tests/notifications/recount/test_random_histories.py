"""Whatever happened, in whatever portions it was learnt: what was planned is all that the recount owes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import asyncpg
import pytest

from services.notifications.planning.basis import Rulebook
from services.notifications.planning.planner import Planner
from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.projection import WATCHED, Projection
from services.notifications.recount import learnt
from services.notifications.recount.reading import towns
from services.notifications.recount.recounting import recount
from services.notifications.recount.result import Found
from services.notifications.texts.texts import DEFAULT as TEXTS
from services.notifications.texts.texts import read_texts
from shared.clock import Clock, DemoTime
from shared.event_log.connection import Pool
from shared.read_model.checkpointed import Checkpointed
from tests.notifications.chain import TOWN, Chain, day
from tests.notifications.sending.town import registry
from tests.notifications.test_projection import campaign
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock

POLICY = read_policy(DEFAULT).with_channels(frozenset({"email"}))


class Reminding:
    """A town that learns and plans, by a clock that stands where it is put."""

    def __init__(self, own: TestDatabase, folder: Path, pool: Pool, sender: Pool) -> None:
        self._folder, self.pool, self.sender, self.admin = folder, pool, sender, own.admin_dsn
        self.now(day(1))
        self.clock = Clock(folder / "demo-clock.json")
        self.projection = Projection(Checkpointed(pool, WATCHED), self.clock)
        self._planner = Planner(sender, self.clock, Rulebook(POLICY, read_texts(TEXTS)))

    def now(self, moment: datetime) -> None:
        keep_clock(self._folder, DemoTime(start=moment, anchor=datetime.now(UTC), held_at=moment))

    async def plan(self) -> None:
        while await self._planner.plan_some():
            pass

    async def learn(self, chain: Chain, first: int, last: int) -> None:
        await self.projection.apply(chain.events[first:last])
        await self.plan()

    async def recounted(self) -> Found:
        async with self.pool.acquire() as connection:
            since = (await towns(connection))[TOWN]
        return await recount(self.pool, TOWN, POLICY, since, self.clock.now())


@pytest.fixture
async def town(
    own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminding]:
    monkeypatch.setattr(learnt, "SETTLED", timedelta())
    async with (
        asyncpg.create_pool(own.dsn, min_size=1, max_size=4) as pool,
        asyncpg.create_pool(own.second_dsn, min_size=1, max_size=4) as sender,
    ):
        await Checkpointed(pool, WATCHED).prepare()
        yield Reminding(own, tmp_path, pool, sender)


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_that_was_owed_is_missing(town: Reminding, seed: int) -> None:
    dice, hazards, known = Random(seed), campaign(seed, hazards=8, events=80), registry()
    await town.learn(known, 0, len(known.events))
    reached = 0
    for number in range(2, 60, 2):
        town.now(day(number))
        portion = dice.randint(0, 6)
        if portion and reached < len(hazards.events):
            await town.learn(hazards, reached, reached + portion)
            reached += portion
    await town.plan()
    found = await town.recounted()
    assert found.owed > 50
    assert [(each.owed.rule, each.owed.subject, each.owed.due, each.seats) for each in found.missing] == []
    taken = await town.sender.fetchval("select count(*) from reminders")
    assert taken > found.owed


async def test_one_taken_away_is_missing(town: Reminding) -> None:
    hazards, known = campaign(4, hazards=3, events=10), registry()
    await town.learn(known, 0, len(known.events))
    await town.learn(hazards, 0, len(hazards.events))
    town.now(day(70))
    await town.plan()
    assert not (await town.recounted()).missing
    connection = await asyncpg.connect(town.admin)
    try:
        rule = await connection.fetchval(
            "delete from reminders where id = (select id from reminders where due < '2025-02-01' "
            "and rule = 'report_due_3_days' order by id limit 1) returning rule"
        )
    finally:
        await connection.close()
    assert [each.owed.rule for each in (await town.recounted()).missing] == [rule]
