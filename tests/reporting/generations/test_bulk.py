"""A generation built in bulk holds what one holds that applied step by step: all rows, marks and cells."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import pairwise

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.generations import counting, staging, uncounted
from services.reporting.generations.counting import Counting
from services.reporting.generations.digests import digests
from services.reporting.generations.part import part_of
from services.reporting.generations.staging import Work, stage, waves
from services.reporting.generations.uncounted import BEGINNING, Uncounted
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.generations.building import apply, held, pools
from tests.reporting.histories import Saying, histories, told
from tests.reporting.projection.applying import projection_on, published
from tests.reporting.story import Story
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.databases import TestDatabase

TABLES = (*FIGURES.tables, "checkpoints")


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


@pytest.fixture
async def both(database: TestDatabase) -> AsyncIterator[tuple[Pool, Pool]]:
    async with pools(database) as both:
        yield both


async def opened(pool: Pool) -> str:
    generation: str = await pool.fetchval("select open_generation()")
    begun = f"insert into {generation}.read_models values ('figures', $1, '{{}}')"
    await pool.execute(begun, FIGURES.version)
    return generation


async def emptied(pool: Pool, generation: str) -> None:
    await pool.execute(f"truncate {', '.join(f'{generation}.{table}' for table in TABLES)}")


async def build(
    pool: Pool, generation: str, story: Story, cuts: list[tuple[str, int, int]], buckets: int = 3
) -> None:
    """Each step by a process of its own, as if the one before had been killed after it."""
    model = Checkpointed(pool, FIGURES, generation)
    for log, start, end in cuts:
        raws = [each.raw for each in published(story, log)[start:end]]
        await stage(model, part_of(log, start + 1, raws, buckets))
    while left := await staged(model):
        await Counting(pool, generation).count(left[0][-1])
        assert await Counting(pool, generation).count(left[0][-1]) == left[0][-1].events, "taken once"
    while (await Uncounted(model).count(BEGINNING))[1]:
        pass


async def staged(model: Checkpointed) -> list[list[Work]]:
    async with model.writing() as writing:
        return await waves(writing.connection)


@st.composite
def cuts(draw: st.DrawFn, story: Story) -> list[tuple[str, int, int]]:
    """Runs of both logs, one log after the other."""
    runs = []
    for log in draw(st.permutations(list(story.logs))):
        last = story.positions[log]
        if not last:
            continue
        inner = draw(st.sets(st.integers(1, max(1, last - 1)), max_size=4))
        ends = sorted(inner | {0, last})
        runs += [(log, start, end) for start, end in pairwise(ends)]
    return runs


@given(data=st.data(), history=histories())
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_in_bulk_equals_step_by_step(
    both: tuple[Pool, Pool], data: st.DataObject, history: list[Saying]
) -> None:
    """Any history, any runs, ended after any of them; and what is applied step by step after it."""
    own, rebuilding = both
    built = [name for (name,) in await own.fetch("select name from generations where name <> 'public'")]
    generation = built[0] if built else await opened(rebuilding)
    await emptied(own, "public")
    await emptied(rebuilding, generation)
    whole = told(history)
    until = {log: data.draw(st.integers(0, last), label=log) for log, last in whole.positions.items()}
    story = Story(logs={log: whole.logs[log][: until[log]] for log in whole.logs})
    projection = projection_on(own)
    for event in [each for log in ("hazards", "registry") for each in published(story, log)]:
        await projection.apply([event])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uncounted, "ROWS_AT_ONCE", data.draw(st.integers(1, 5)))
        patch.setattr(staging, "EVENTS_AT_ONCE", data.draw(st.integers(1, 20)))
        patch.setattr(counting, "MOST_UNITS", data.draw(st.integers(0, 3)))
        await build(rebuilding, generation, story, data.draw(cuts(story)), data.draw(st.integers(1, 4)))
    assert await held(own, generation) == await held(own, "public")
    await apply(own, whole)
    await apply(rebuilding, whole, generation)
    assert await held(own, generation) == await held(own, "public")


async def test_two_towns_with_the_same_ids_stay_apart(both: tuple[Pool, Pool]) -> None:
    own, rebuilding = both
    story = two_towns()
    await apply(own, story)
    generation = await opened(rebuilding)
    await build(rebuilding, generation, story, [(log, 0, len(story.logs[log])) for log in story.logs])
    assert await held(own, generation) == await held(own, "public")
    of_towns = f"select township, count(*) from {generation}.subjects where id = 'h1' group by township"
    assert len(await own.fetch(of_towns)) == 2
    assert await own.fetchval(f"select count(*) from {generation}.cells where township = $1", ELSEWHERE)


async def test_a_digest_sees_every_column_of_every_table(
    database: TestDatabase, both: tuple[Pool, Pool]
) -> None:
    own, _ = both
    await apply(own, two_towns())
    columns = await own.fetch(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_schema = 'public' and table_name = any($1::text[])",
        TABLES,
    )
    assert len(columns) > 30
    before = await held(own, "public")
    owner = await asyncpg.connect(database.owner_dsn)
    for table, column, kind in columns:
        value = {"text": f"{column} || 'x'", "bytea": f"{column} || ' '::bytea"}.get(kind, f"{column} + 900")
        if column == "marks" and table == "subjects":
            value = """'{"winter": [["v-x", "inspected", "u", 1]]}'::bytea"""
        counted = "value <> 0" if table == "cells" else "true"
        transaction = owner.transaction()
        await transaction.start()
        one = f"ctid = (select min(ctid) from {table} where {counted})"
        assert await owner.execute(f"update {table} set {column} = {value} where {one}") == "UPDATE 1"
        assert (await digests(owner, "public")).tables != before, (table, column)
        await transaction.rollback()
    await owner.close()


async def test_as_many_generations_as_may_be(both: tuple[Pool, Pool]) -> None:
    _, rebuilding = both
    for _ in range(2):
        await opened(rebuilding)
    with pytest.raises(asyncpg.ObjectInUseError):
        await opened(rebuilding)
