"""What hazards keeps of the registry: that something exists, and an organisation's kind."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from services.hazards import reference_cache as known_module
from services.hazards.reference_cache import ReferenceCache, introductions
from shared.facts.fact import Reference
from shared.instant import microseconds
from shared.read_model.order import Gap
from tests.hazards.registry_events import chained, golden
from tests.support.databases import TestDatabase

TOWN = "500112143"
FACT = [((TOWN, Reference("fact", f"{publisher}\n/demo\nf-17")), "registry") for publisher in ("paicha", "")]
"""Of every golden event: whose fact it was, and anybody's."""
HEARD = [named for named, _ in FACT]


def test_what_introduces_something() -> None:
    for name, reference, said in (
        ("unit.registered.v1", Reference("unit", "u-1"), ""),
        ("official.registered.v1", Reference("official", "o-limi"), ""),
        ("organisation.registered.v1", Reference("organisation", "v-mingyue"), "village"),
    ):
        assert introductions(golden(name)) == [*FACT, ((TOWN, reference), said)]
    for name in ("unit.graded.v1", "unit.voided.v1", "campaign.opened.v1", "fact.voided.v1"):
        assert introductions(golden(name)) == FACT


async def test_it_is_kept_with_the_checkpoint(
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> None:
    database = await service_database("hazards")
    unit, nobody = (TOWN, Reference("unit", "u-1")), (TOWN, Reference("unit", "u-9"))
    village = (TOWN, Reference("organisation", "v-mingyue"))
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
        known = ReferenceCache(pool)
        await known.prepare()
        assert (await known.checkpoint()).position == 0
        assert await known.look_up([unit, village]) == {}
        *run, renamed = chained(
            golden("organisation.registered.v1"),
            golden("unit.registered.v1", 2),
            golden("organisation.registered.v1", 3, name="明月社区"),
        )
        assert await known.apply(run) == [*HEARD, village, unit]
        assert await known.look_up([unit, village, nobody]) == {unit: "", village: "village"}
        assert await known.look_up([("500000000", unit[1])]) == {}

        assert await known.apply([renamed]) == [*HEARD, village]
        restarted = ReferenceCache(pool)
        checkpoint = await restarted.checkpoint()
        assert (checkpoint.log_id, checkpoint.position) == (renamed.envelope.log_id, 3)
        assert restarted.floor() == microseconds(renamed.envelope.recorded)
        assert await restarted.look_up([village]) == {village: "village"}


async def test_what_is_known_stays_known_when_memory_makes_room(
    service_database: Callable[[str], Awaitable[TestDatabase]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_module, "_KEPT", 0)
    database = await service_database("hazards")
    unit, village = (TOWN, Reference("unit", "u-1")), (TOWN, Reference("organisation", "v-mingyue"))
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
        known = ReferenceCache(pool)
        await known.prepare()
        await known.apply(chained(golden("organisation.registered.v1"), golden("unit.registered.v1", 2)))
        assert await known.look_up([unit]) == {unit: ""}
        assert await known.look_up([unit, village]) == {unit: "", village: "village"}


async def test_what_does_not_continue_the_database_is_not_applied(
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> None:
    """The database may have been put back to a backup under a process that follows from where it was."""
    database = await service_database("hazards")
    unit = (TOWN, Reference("unit", "u-1"))
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
        known = ReferenceCache(pool)
        await known.prepare()
        run = chained(*(golden("unit.registered.v1", position) for position in (1, 2, 3)))
        with pytest.raises(Gap):
            await known.apply(run[1:])
        assert (await known.checkpoint()).position == 0
        assert await known.apply(run[:2]) == [*HEARD, unit]
        assert await known.apply(run[:2]) == [], "applied before"
        assert await known.apply(run) == [*HEARD, unit]
        assert (await known.checkpoint()).position == 3
