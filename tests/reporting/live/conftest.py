"""A town with a few facts, and its reporting service with a connection for each stream."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.reporting.live.screens import BOARD
from tests.reporting.running import RunningReporting, over_http, running_reporting
from tests.reporting.story import town
from tests.reporting.telling import found, penalty, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

Databases = Callable[[str], Awaitable[TestDatabase]]


@pytest.fixture
async def figures_database(service_database: Databases) -> TestDatabase:
    return await service_database("reporting")


@pytest.fixture
async def reporting(
    bus: TestBus, figures_database: TestDatabase, tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    story = town()
    unit(story, grade="red")
    visit(story, with_=["d-b"])
    found(story, by="v-e")
    penalty(story, fen=1_200_001)
    async with (
        running_reporting(bus, figures_database, tmp_path, story, cors_origins=(BOARD,)) as running,
        over_http(running) as listening,
    ):
        await listening.publish()
        yield listening
