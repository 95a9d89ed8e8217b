"""How far a rebuild is, as the service sees it from its own role: stage by stage, running or interrupted."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.reporting.generations.alone_at_it import alone_at_it
from services.reporting.generations.under_way import Pace, UnderWay, under_way
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.read_model.generation import enter
from shared.read_model.statements import aim_at
from tests.reporting.generations.building import pools
from tests.support.databases import TestDatabase

Pools = tuple[Pool, Pool]


@pytest.fixture
async def both(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pools]:
    async with pools(await service_database("reporting")) as found:
        yield found


async def seen(own: Pool) -> UnderWay | None:
    async with own.acquire() as connection:
        return await under_way(connection)


async def reach(rebuilding: Pool, name: str, registry: int, hazards: int) -> None:
    async with rebuilding.acquire() as connection, connection.transaction():
        await enter(connection, name)
        await connection.executemany(
            "insert into checkpoints values ($1, 'log', $2, '', 0) "
            "on conflict (log) do update set position = excluded.position",
            [("registry", registry), ("hazards", hazards)],
        )


async def test_stage_by_stage(both: Pools) -> None:
    own, rebuilding = both
    assert await seen(own) is None
    name = await rebuilding.fetchval("select public.open_generation()")
    assert await seen(own) == UnderWay(name, running=False, stage="beginning", done=0, total=0)
    async with alone_at_it(rebuilding):
        assert await seen(own) == UnderWay(name, running=True, stage="beginning", done=0, total=0)
        async with rebuilding.acquire() as connection, connection.transaction():
            await enter(connection, name)
            await aim_at(connection, FIGURES, {"registry": 10, "hazards": 5})
        await reach(rebuilding, name, 4, 0)
        assert await seen(own) == UnderWay(name, running=True, stage="rows", done=4, total=15)
        await reach(rebuilding, name, 10, 5)
        await rebuilding.execute(f"insert into {name}.staged values ('hazards', 't', 1, 1, 6, '[]')")
        assert await seen(own) == UnderWay(name, running=True, stage="marks", done=9, total=15)
    assert await seen(own) == UnderWay(name, running=False, stage="marks", done=9, total=15)
    await rebuilding.execute(f"truncate {name}.staged")
    async with own.acquire() as connection:
        await connection.executemany(
            "insert into checkpoints values ($1, 'log', $2, '', 0)", [("registry", 12), ("hazards", 8)]
        )
    assert await seen(own) == UnderWay(name, running=False, stage="catching up", done=15, total=20)
    await rebuilding.execute("update generations set built = true where name = $1", name)
    assert await seen(own) is None, "what is built waits for nobody"


def test_a_pace_begins_anew_with_each_stage() -> None:
    clock = iter([0.0, 10.0, 20.0, 30.0])
    pace = Pace(lambda: next(clock))
    rows = UnderWay("g", running=True, stage="rows", done=100, total=1_000)
    assert pace.of(rows).per_second is None
    later = pace.of(UnderWay("g", running=True, stage="rows", done=600, total=1_000))
    assert (later.per_second, later.seconds_left) == (50, 8)
    marks = UnderWay("g", running=True, stage="marks", done=10, total=1_000)
    assert pace.of(marks).per_second is None
    assert pace.of(marks).per_second is None, "it does not move"
