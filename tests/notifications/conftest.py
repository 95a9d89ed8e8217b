"""The service in a test, and its database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.notifications.running import Service, running_notifications
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def own(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    """This service's database, migrated and empty."""
    return await service_database("notifications")


@pytest.fixture
async def service(own: TestDatabase, bus: TestBus, tmp_path: Path) -> AsyncIterator[Service]:
    async with running_notifications(bus, own, tmp_path) as service:
        yield service
