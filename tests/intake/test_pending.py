"""What a service has not settled of INTAKE is seen from outside, whether it was fetched or not."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from shared.bus.jetstream import INTAKE
from shared.bus.pull import pulling
from shared.metrics import REGISTRY
from shared.service import intake_pending
from shared.service.background import in_background
from tests.support.buses import TestBus
from tests.support.services import fact

PATIENCE_SECONDS = 120


@pytest.fixture
async def watched(bus: TestBus, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TestBus]:
    monkeypatch.setattr(intake_pending, "_LOOK_SECONDS", 0.05)
    watching = intake_pending.watch_intake_pending(await bus.connect("hazards"), "hazards")
    async with in_background(watching):
        yield bus


async def shows(pending: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while REGISTRY.get_sample_value("paicha_intake_pending_facts") != pending:
            await asyncio.sleep(0.02)


async def test_it_falls_only_by_what_is_settled(watched: TestBus) -> None:
    publisher = (await watched.connect("paicha")).jetstream(timeout=30)
    for number in range(5):
        body = json.dumps(fact(str(number), "hazard.found", {})).encode()
        await publisher.publish("intake.paicha.hazard.found", body, timeout=PATIENCE_SECONDS)
    await shows(5)
    async with pulling(await watched.connect("hazards"), INTAKE, "hazards") as pull:
        fetched = []
        while len(fetched) < 5:
            fetched += await pull.next_messages()
        await fetched[2].ack()
        await shows(2)
        await fetched[4].ack()
        await shows(0)
