"""A log in a fresh database, and a bus of a test's own that may be killed."""

from collections.abc import AsyncIterator

import pytest

from tests.buses import TestBus
from tests.databases import TestDatabase
from tests.integration.logs import TestLog, create_log
from tests.servers import Running


@pytest.fixture
async def log(database: TestDatabase) -> TestLog:
    """The log `hazards`, empty."""
    return await create_log(database)


@pytest.fixture
async def own_bus(own_nats_server: Running) -> AsyncIterator[TestBus]:
    """Streams on a server of this test's own."""
    bus = TestBus(own_nats_server.server.url)
    await bus.fresh_streams()
    yield bus
    await bus.close()
