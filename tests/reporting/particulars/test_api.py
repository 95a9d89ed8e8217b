"""明细台账 over HTTP: in words, adding up to the cell, as of any times, and never another filer's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.reporting.particulars.lists import list_of
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.two_towns import two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(
        bus, await service_database("reporting"), tmp_path, two_towns()
    ) as reporting:
        await reporting.publish()
        yield reporting


async def test_look(reporting: RunningReporting) -> None:
    for cell in (
        "d-a/hazards_found",
        "d-a/units",
        "total:sum/inspected",
        "d-a/fines",
        "d-a/penalised",
        "total:distinct/hazards_closed",
    ):
        got = await list_of(reporting, cell)
        print(got.title, got.subtitle, got.notes)
        for line in [*got.lines, got.total]:
            print(line)
