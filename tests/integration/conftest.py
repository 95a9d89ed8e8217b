"""A log in a fresh database, and a bus of a test's own that may be killed."""

from collections.abc import AsyncIterator

import pytest

from tests.buses import TestBus
from tests.databases import TestDatabase
from tests.integration.logs import TestLog, created_log
from tests.servers import Running


@pytest.fixture
async def log(database: TestDatabase) -> AsyncIterator[TestLog]:
    """The log `hazards`, empty."""
    async with created_log(database) as log:
        yield log


@pytest.fixture
async def own_bus(own_nats_server: Running) -> AsyncIterator[TestBus]:
    """Streams on a server of this test's own."""
    bus = TestBus(own_nats_server.server.url)
    await bus.fresh_streams()
    yield bus
    await bus.close()
