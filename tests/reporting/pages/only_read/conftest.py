"""One service for all tests of a file: pages are looked at, and what was signed is signed once."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from tests.reporting.story import TOWN
from tests.reporting.submissions.office import FILER, Office, open_office
from tests.reporting.two_towns import two_towns
from tests.support.buses import fresh_bus
from tests.support.migrated import Migrated

NOW = "12-14 09:00"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def signed_office(
    nats_url: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """The first period of one department of one town."""
    folder = tmp_path_factory.mktemp("office")
    async with (
        fresh_bus(nats_url, tmp_path_factory.getbasetemp().parent) as bus,
        migrated.copy("reporting") as database,
        open_office(bus, database, folder, two_towns(), NOW) as office,
    ):
        await office.signed("1", FILER, late_reason="not_entered")
        yield office


@pytest_asyncio.fixture(loop_scope="module")
async def office(signed_office: Office) -> Office:
    """At the same time again, in the same town."""
    signed_office.set_clock(NOW)
    return replace(signed_office, township=TOWN, tokens={})
