"""A log of hazards that can be sealed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.sealing.logs import SealedLog, sealed_log
from tests.support.databases import TestDatabase


@pytest.fixture
async def sealed(
    service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[SealedLog]:
    async with sealed_log(await service_database("hazards"), tmp_path) as log:
        yield log
