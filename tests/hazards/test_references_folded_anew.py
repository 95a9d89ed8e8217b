"""While the registry is heard anew nothing is judged: no fact is refused for what was known before."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from services.hazards.reference_cache import REFERENCES, ReferenceCache
from shared.problems import Rejected
from tests.hazards.registry_events import chained, golden
from tests.support.databases import TestDatabase


async def test_what_was_heard_before_has_to_be_heard_again_first(
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> None:
    database = await service_database("hazards")
    events = chained(golden("organisation.registered.v1"), golden("unit.registered.v1", 2))
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
        known = ReferenceCache(pool)
        with pytest.raises(Rejected, match="not_ready"):
            known.refuse_unless_whole()
        await known.prepare()
        known.refuse_unless_whole()
        await known.apply(events)
        owner = await asyncpg.connect(database.owner_dsn)
        await owner.execute("update read_models set version = $1", REFERENCES.version - 1)
        await owner.close()

        later = ReferenceCache(pool)
        await later.prepare()
        assert await later.model.whole() == "is folded anew: 0 of 2 events"
        await later.apply(events[:1])
        with pytest.raises(Rejected, match="not_ready"):
            later.refuse_unless_whole()
        await later.apply(events)
        later.refuse_unless_whole()
        await later.until_whole()
