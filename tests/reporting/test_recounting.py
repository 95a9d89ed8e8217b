"""Figures as of many moments at once: counted one after the other, while everyone else is answered."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from services.reporting.campaigns import Campaign, Period
from shared.event_log.connection import Pool
from tests.buses import TestBus
from tests.databases import TestDatabase
from tests.reporting.running import PATIENCE_SECONDS, running_reporting
from tests.reporting.story import town
from tests.reporting.telling import found, unit

MORE_THAN_CONNECTIONS = 12


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Whoever recounts stops there until this is set."""
    go_on = threading.Event()
    period = Campaign.period

    def held_up(campaign: Campaign, cutoff: int | None = None) -> Period:
        if cutoff is not None:
            go_on.wait(PATIENCE_SECONDS * 2)
        return period(campaign, cutoff)

    monkeypatch.setattr(Campaign, "period", held_up)
    yield go_on
    go_on.set()


async def test_who_waits_for_a_recount_holds_no_connection(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
    counting: threading.Event,
) -> None:
    story = town()
    unit(story)
    found(story)
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as reporting:
        await reporting.publish()
        before = [f"2024-12-{day}T00:00:00+08:00" for day in range(10, 10 + MORE_THAN_CONNECTIONS)]
        asked = [asyncio.create_task(reporting.document("annex-3", occurred_until=each)) for each in before]
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert (await reporting.document("annex-3"))["positions"] == story.positions
            assert (await reporting.client.get("/health/ready")).status_code == 200
            while held(reporting.pool):
                await asyncio.sleep(0.05)
        assert not any(task.done() for task in asked)
        counting.set()
        answered = await asyncio.gather(*asked)
    assert len({document["digest"] for document in answered}) == MORE_THAN_CONNECTIONS


def held(pool: Pool) -> int:
    return pool.get_size() - pool.get_idle_size()
