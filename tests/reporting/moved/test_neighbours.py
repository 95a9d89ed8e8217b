"""The few rows beside a subject tell what the whole town would: what an event adds to any cell."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Subjects
from services.reporting.moved import neighbours
from services.reporting.moved.neighbours import load_neighbours
from services.reporting.moved.standing_in import standing_in
from services.reporting.projection.rows import load_all
from services.reporting.read_model import FIGURES
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.what_if.supposed import taken_back
from shared.event_log.connection import Pool
from shared.instant import microseconds
from shared.problems import Rejected
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.histories import Saying, histories, told
from tests.reporting.projection.applying import TABLES, projection_on, published
from tests.reporting.story import CAMPAIGN, TOWN, Story, at, town
from tests.reporting.telling import found, merged, unit, visit
from tests.support.databases import TestDatabase

SCOPE = Scope(CAMPAIGN, ("annex-3", "annex-4"), None)
SHOWN = ("unit", "inspection", "hazard", "penalty", "case")


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("reporting")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=3) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        yield pool


async def apply(pool: Pool, story: Story) -> None:
    await pool.execute(f"truncate {', '.join(TABLES)}")
    for log in story.logs:
        await projection_on(pool).apply(published(story, log))


def report(story: Story) -> Report:
    return Report(story.positions, microseconds(at("03-01")), "1", POLICIES["1"], taken=0)


def added(subjects: Subjects, story: Story, log: str, position: int) -> dict[tuple[str, ...], int]:
    cells = standing_in(SCOPE, subjects, report(story), taken_back(subjects, log, position))
    return {tuple(cell): weight for cell, weight in cells.items()}


@given(history=histories())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_of_any_history_for_every_fact(pool: Pool, history: list[Saying]) -> None:
    story = told(history)
    await apply(pool, story)
    async with pool.acquire() as connection:
        whole = {key: row.entries for key, row in (await load_all(connection, TOWN)).items()}
        for key, entries in whole.items():
            if key[0] not in SHOWN:
                continue
            few = await load_neighbours(connection, TOWN, key)
            for entry in entries:
                at_position = LOG_OF_KIND[key[0]], entry.position
                assert added(few, story, *at_position) == added(whole, story, *at_position), (key, entry)


async def test_what_another_visit_counts_too_this_one_does_not_add(pool: Pool) -> None:
    """Also one at a unit that was merged into this one."""
    story = town()
    unit(story, "u1")
    unit(story, "u2")
    first, second = visit(story, "i1", unit_id="u1"), visit(story, "i2", unit_id="u2")
    await apply(pool, story)
    async with pool.acquire() as connection:
        few = await load_neighbours(connection, TOWN, ("inspection", "i1"))
    assert added(few, story, "hazards", first) == {("annex-3", "d-a", "inspected"): 1}
    merged(story, "u1", "u2", "unit")
    await apply(pool, story)
    async with pool.acquire() as connection:
        few = await load_neighbours(connection, TOWN, ("inspection", "i1"))
    assert added(few, story, "hazards", first) == added(few, story, "hazards", second) == {}


async def test_they_are_bounded(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST", 3)
    story = town()
    unit(story, "u1")
    found(story, "h1")
    for number in range(4):
        visit(story, f"i{number}")
    await apply(pool, story)
    async with pool.acquire() as connection:
        with pytest.raises(Rejected) as refused:
            await load_neighbours(connection, TOWN, ("unit", "u1"))
        assert refused.value.code == "too_many_beside"
        assert ("hazard", "h1") in await load_neighbours(connection, TOWN, ("hazard", "h1"))
