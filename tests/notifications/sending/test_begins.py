"""Nobody is reminded before the day that the deployment names."""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from services.notifications.planning.basis import Rulebook
from services.notifications.planning.planner import Planner
from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.texts.texts import DEFAULT as TEXTS
from services.notifications.texts.texts import read_texts
from shared.clock import Clock, DemoTime
from tests.notifications.chain import TOWN
from tests.notifications.sending.town import at
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock


async def test_what_was_marked_before_is_planned_when_it_begins(own: TestDatabase, tmp_path: Path) -> None:
    begins = at("2024-12-10T10:00")
    early, late = at("2024-12-10T09:59"), at("2024-12-10T10:01")

    def stands_at(moment: datetime) -> Clock:
        return Clock(keep_clock(tmp_path, DemoTime(start=moment, anchor=datetime.now(UTC), held_at=moment)))

    rulebook = Rulebook(read_policy(DEFAULT), read_texts(TEXTS))
    async with asyncpg.create_pool(own.second_dsn, min_size=1, max_size=2) as pool:
        await pool.execute("insert into to_plan (township, subject) values ($1, '')", TOWN)
        assert await Planner(pool, stands_at(early), rulebook, begins).plan_some() == 0
        assert await pool.fetchval("select count(*) from to_plan") == 1
        assert await Planner(pool, stands_at(late), rulebook, begins).plan_some() == 1
        assert await pool.fetchval("select since from reminding where township = $1", TOWN) == late
