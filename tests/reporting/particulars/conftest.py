"""The service running over that town."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.reporting.particulars.told import told
from tests.reporting.running import RunningReporting, running_reporting
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, told()) as reporting:
        await reporting.publish()
        yield reporting
