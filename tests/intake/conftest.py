"""An intake of the hazards service on a real database; what it knows of the registry is told by the test."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from services.hazards.commands import COMMANDS
from services.hazards.reference_cache import ReferenceCache
from shared.aggregates.command_registry import CommandRegistry
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.facts.cloud_event import read_cloud_event
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.commit.queue import Intake
from shared.intake.judging.lookups import Named
from shared.intake.judging.read_fact import read_fact
from shared.intake.judging.rules import IntakeRules
from shared.intake.waiting.hooks import Hooks
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import running, settings_for, signed_in

TOWNSHIP = "500112143"
SAFETY_OFFICE = Account("paicha", TOWNSHIP, "safety_office", frozenset())
_ids = count(1)


def fact(type_: str, id: str | None = None, account: Account = SAFETY_OFFICE, **data: Any) -> Fact:
    """A fact of 1 December 2024, 10 o'clock."""
    time = data.pop("time", "2024-12-01T10:00:00+08:00")
    for name in ("source_", "id_"):
        if name in data:
            data[name[:-1]] = data.pop(name)
    event = {
        "specversion": "1.0", "source": "tests", "id": id or f"fact-{next(_ids)}",
        "type": type_, "time": time, "data": data,
    }  # fmt: skip
    return read_fact(read_cloud_event(event), account, COMMANDS, datetime.now(UTC))


def found(hazard: str, unit: str = "u-1", by: str = "v-a", **more: Any) -> Fact:
    return fact(
        "hazard.found",
        hazard_id=hazard,
        unit_id=unit,
        by=by,
        severity="general",
        description="通道堵塞",
        **more,
    )


@dataclass
class Town:
    """One database, any number of intakes on it, and the registry's news as this service keeps them."""

    database: TestDatabase
    pool: Pool
    stack: AsyncExitStack
    announced: list[Receipt] = field(default_factory=list)
    bus_is_away: bool = False

    async def learn(self, *named: tuple[str, str], said: str = "") -> list[Named]:
        """What the registry's log would have told: `("unit", "u-1")`."""
        await self.pool.executemany(
            "insert into known (township, kind, id, said) values ($1, $2, $3, $4)",
            [(TOWNSHIP, kind, each, said) for kind, each in named],
        )
        return [(TOWNSHIP, Reference(kind, each)) for kind, each in named]

    async def intake(
        self,
        waiting_seconds: float = 60,
        commands: CommandRegistry = COMMANDS,
        account_now: Callable[[Account], Account] = lambda account: account,
        refuse_writing: Callable[[], None] = lambda: None,
    ) -> Intake:
        known = ReferenceCache(self.pool)
        rules = IntakeRules("hazards", commands, known, waiting_seconds, account_now)
        intake = Intake(self.pool, Clock(), rules, Hooks(refuse_writing, announce=self._announce))
        await intake.start()
        self.stack.push_async_callback(intake.stop)
        return intake

    async def _announce(self, receipts: Iterable[Receipt]) -> None:
        if self.bus_is_away:
            raise OSError("the bus is away")
        self.announced.extend(receipts)

    async def rows(self, statement: str) -> list[Mapping[str, Any]]:
        return [dict(row) for row in await self.pool.fetch(statement)]


def wait_no_longer(intake: Intake) -> None:
    """Whatever waits has waited long enough, as soon as it is looked at."""
    intake.retries._rules = replace(intake.retries._rules, waiting_seconds=0)


@pytest.fixture
async def town(
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> AsyncIterator[Town]:
    database = await service_database("hazards")
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(asyncpg.create_pool(database.dsn, min_size=1, max_size=8))
        town = Town(database, pool, stack)
        await town.learn(("organisation", "v-a"), ("organisation", "v-b"), said="village")
        await town.learn(("organisation", "d-a"), said="department")
        await town.learn(("unit", "u-1"))
        yield town


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


@pytest.fixture
async def hazards(
    issuer: Issuer,
    tmp_path: Path,
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> AsyncIterator[httpx.AsyncClient]:
    """The whole service, asked by the safety office over HTTP."""
    settings = settings_for("hazards", await service_database("hazards"), bus, tmp_path)
    async with running("hazards", settings) as client:
        client.headers.update(signed_in(issuer))
        yield client
