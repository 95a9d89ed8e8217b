"""Figures from marks that stand and a count of the rest equal a count of the whole town."""

from collections.abc import AsyncIterator, Awaitable, Callable
from threading import Event
from typing import TypeVar

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting.figures import Figures
from services.reporting.read_model import FIGURES
from services.reporting.settled.counting import settled_figures
from services.reporting.settled.statements import Then, read_stored
from shared.event_log.connection import Pool
from shared.instant import microseconds
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.histories import DAYS, Saying, histories, told
from tests.reporting.projection.applying import TABLES, nonzero, projection_on, published
from tests.reporting.story import TOWN, Story, at, open_campaign, town
from tests.reporting.telling import closed, found, merged, unit, visit
from tests.support.databases import TestDatabase

Done = TypeVar("Done")

MIB = 1024 * 1024
FRAME = len(town().logs["registry"])
"""Positions of the registry by which organisations and campaign are known."""


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("reporting")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=3) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        yield pool


async def here(work: Callable[[Event], Done]) -> Done:
    return work(Event())


async def then(
    pool: Pool, story: Story, until: str, positions: dict[str, int], most_bytes: int = MIB
) -> Figures | None:
    asked = Then(TOWN, positions, min(microseconds(at(until)), story.campaign().ends))
    return await settled_figures(pool, asked, story.campaign(), here, most_bytes)


async def apply(pool: Pool, story: Story) -> None:
    await pool.execute(f"truncate {', '.join(TABLES)}")
    projection = projection_on(pool)
    for log in ("registry", "hazards"):
        if events := published(story, log):
            await projection.apply(events)


@st.composite
def positions_of(draw: st.DrawFn, story: Story) -> dict[str, int]:
    hazards = st.integers(0, story.positions["hazards"])
    return {
        "registry": draw(st.integers(FRAME, story.positions["registry"])),
        "hazards": draw(st.one_of(st.just(story.positions["hazards"]), hazards)),
    }


@given(data=st.data(), history=histories())
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_equals_a_count_of_the_whole_town(
    pool: Pool, data: st.DataObject, history: list[Saying]
) -> None:
    """Any pair of times; another town of the same ids has other figures."""
    story = told(history)
    for envelope in [*story.logs["registry"][:FRAME], *story.logs["hazards"][::2]]:
        story.again_in(envelope, "999")
    await apply(pool, story)
    for _ in range(4):
        positions = data.draw(positions_of(story))
        until = data.draw(st.one_of(DAYS, st.just("03-01")))
        figures = await then(pool, story, until, positions)
        assert figures is not None, "nothing was said since that every mark may depend on"
        assert nonzero(figures) == nonzero(story.figures(until, positions)), (until, positions)


async def test_only_what_changed_since_is_read(pool: Pool) -> None:
    story = town()
    unit(story, "u1")
    unit(story, "u2")
    found(story, "h1", "12-01")
    closed(story, "12-03", "h1")
    found(story, "h2", "12-01")
    visit(story, "i1", "12-01", unit_id="u1")
    visit(story, "i2", "12-01", unit_id="u2")
    found(story, "later", "12-20")
    before = story.positions
    closed(story, "12-04", "h2")
    merged(story, "u2", "u1", "unit")
    await apply(pool, story)
    asked = Then(TOWN, before, microseconds(at("12-20")))
    async with pool.acquire() as connection:
        stored = await read_stored(connection, asked, MIB)
    assert stored is not None
    read = sorted((kind, subject) for kind, subject, _ in stored.unsettled)
    assert read == [("hazard", "h2"), ("inspection", "i2"), ("unit", "u2")]
    figures = await then(pool, story, "12-20", before)
    assert figures is not None
    assert figures.cell("d-a", "inspected") == 2
    assert (figures.cell("d-a", "hazards_found"), figures.cell("d-a", "hazards_closed")) == (2, 1)


async def test_another_frame_or_too_much_is_left_to_the_whole_town(pool: Pool) -> None:
    story = town()
    unit(story)
    found(story)
    before = story.positions
    await apply(pool, story)
    assert await then(pool, story, "03-01", before) is not None
    assert await then(pool, story, "03-01", before, most_bytes=100) is None
    open_campaign(story, starts="12-02")
    await apply(pool, story)
    assert await then(pool, story, "03-01", before) is None
    assert await then(pool, story, "03-01", story.positions) is not None


async def test_each_campaign_has_its_own_marks(pool: Pool) -> None:
    story = town()
    open_campaign(story, "december", starts="12-02", ends="01-01")
    found(story, "h1", "12-01")
    found(story, "h2", "12-05")
    found(story, "h3", "12-06")
    await apply(pool, story)
    figures = await then(pool, story, "12-06", story.positions)
    assert figures is not None
    assert figures.cell("d-a", "hazards_found") == 2
