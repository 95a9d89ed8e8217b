"""What waits for a unit keeps its order, its key and its voidings; on the real intake of hazards."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest

from services.hazards.commands import COMMANDS
from services.hazards.reference_cache import ReferenceCache
from shared.clock import Clock
from shared.facts.account import Account
from shared.facts.cloud_event import read_cloud_event
from shared.facts.fact import Fact, Reference
from shared.intake.commit.queue import Intake
from shared.intake.judging.read_fact import read_fact
from shared.intake.judging.rules import IntakeRules
from shared.intake.waiting.hooks import Hooks
from tests.e2e.facts import VILLAGE, closed, fact, found, new_id
from tests.support.databases import TestDatabase
from tests.support.relaying import PATIENCE

TOWN = "500112143"
OFFICE = Account("paicha", TOWN, "safety_office", frozenset())


@dataclass
class Hazards:
    """The intake, and the registry's part of it: what it lets be known."""

    intake: Intake
    pool: "asyncpg.Pool[Any]"

    async def learn(self, kind: str, id_: str, said: str = "") -> None:
        await self.pool.execute("insert into known values ($1, $2, $3, $4)", TOWN, kind, id_, said)
        self.intake.release([(TOWN, Reference(kind, id_))])

    async def send(self, *events: dict[str, Any]) -> list[str]:
        facts = [self._read(event) for event in events]
        return [receipt.outcome for receipt in await self.intake.submit(facts, over_bus=True) if receipt]

    def _read(self, event: dict[str, Any]) -> Fact:
        return read_fact(read_cloud_event(event), OFFICE, COMMANDS, Clock().now())

    async def recorded(self, hazard: str, count: int) -> list[str]:
        """The types of its events in order, once there are that many and nothing waits."""
        deadline = time.monotonic() + PATIENCE
        while True:
            rows = await self.pool.fetch(
                "select raw from events where stream = $1 order by position", f"{TOWN}/hazard/{hazard}"
            )
            waiting = await self.pool.fetchval("select count(*) from waiting")
            if (len(rows) >= count and waiting == 0) or time.monotonic() > deadline:
                break
            await asyncio.sleep(0.05)
        return [row["raw"].decode().rpartition('"type":"')[2].rpartition('"')[0] for row in rows]


@pytest.fixture
async def hazards(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Hazards]:
    database = await service_database("hazards")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=4) as pool:
        intake = Intake(pool, Clock(), IntakeRules("hazards", COMMANDS, ReferenceCache(pool), 900), Hooks())
        await intake.start()
        hazards = Hazards(intake, pool)
        await hazards.learn("organisation", VILLAGE, "village")
        yield hazards
        await intake.stop()


async def test_the_same_fact_twice_in_one_batch_while_it_waits(hazards: Hazards) -> None:
    unit, hazard = new_id("unit"), new_id("hazard")
    opened, closing = found(hazard, unit), closed(hazard)
    assert await hazards.send(opened, opened, closing, closing, opened) == ["waiting"] * 5
    await hazards.learn("unit", unit)
    assert await hazards.recorded(hazard, 2) == ["hazard.found", "hazard.closed"]


async def test_another_content_under_an_id_that_waits_in_the_same_batch(hazards: Hazards) -> None:
    opened = found(new_id("hazard"), new_id("unit"))
    other = opened | {"time": "2024-12-03T10:00:00+08:00"}
    assert await hazards.send(opened, other) == ["waiting", "rejected"]


@pytest.mark.parametrize("together", [True, False])
async def test_a_voiding_waits_behind_the_fact_it_takes_back(hazards: Hazards, together: bool) -> None:
    unit, hazard = new_id("unit"), new_id("hazard")
    closing = closed(hazard, time="2024-12-05T10:00:00+08:00")
    voiding = fact("fact.voided", {"source": closing["source"], "id": closing["id"], "reason": "误录"})
    data = {"hazard_id": hazard, "controls": "专人值守"}
    controls = fact("hazard.controls_imposed", data, time="2024-12-06T10:00:00+08:00")
    sent = [found(hazard, unit), closing, voiding, controls]
    for batch in [sent] if together else [[each] for each in sent]:
        assert set(await hazards.send(*batch)) == {"waiting"}
    await hazards.learn("unit", unit)
    types = ["hazard.found", "hazard.closed", "fact.voided", "hazard.controls_imposed"]
    assert await hazards.recorded(hazard, 4) == types
