"""A town with a bit of everything, beside another one of the same ids; it is the morning of 12-14."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.reporting.submissions.office import Office, open_office
from tests.reporting.two_towns import two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def office(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[Office]:
    database = await service_database("reporting")
    async with open_office(bus, database, tmp_path, two_towns(), "12-14 09:00") as office:
        yield office
