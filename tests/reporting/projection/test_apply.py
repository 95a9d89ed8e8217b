"""The projection on a real Postgres: what it maintains equals a count from nothing, however events arrive."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import pairwise

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.read_model.checkpoint import Published
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.order import AnotherLog, Gap
from tests.reporting.histories import Saying, histories, told
from tests.reporting.projection.applying import (
    TABLES,
    assert_equals_a_recount,
    maintained,
    nonzero,
    projection_on,
    published,
)
from tests.reporting.story import CAMPAIGN, TOWN, Story, at, open_campaign, town
from tests.reporting.telling import closed, found, merged, unit, visit, voided
from tests.support.databases import TestDatabase


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("reporting")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=3) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        yield pool


async def position(pool: Pool, log: str) -> int:
    return (await Checkpointed(pool, FIGURES).checkpoint(log)).position


async def apply(pool: Pool, story: Story, projection: Projection | None = None) -> None:
    """All that the projection has not seen yet, the hazards' log first: it may well be ahead."""
    projection = projection or projection_on(pool)
    for log in ("hazards", "registry"):
        events = published(story, log, await position(pool, log))
        if events:
            await projection.apply(events)


@st.composite
def deliveries(draw: st.DrawFn, story: Story) -> list[tuple[str, int, int]]:
    """(log, from, to) runs of both logs in any interleaving; some overlap what was delivered before."""
    runs = []
    for log, last in story.positions.items():
        cuts = sorted(draw(st.sets(st.integers(1, max(1, last - 1)), max_size=4)) | {0, last})
        again = draw(st.integers(0, 3))
        runs.append([(log, max(0, start - again), end) for start, end in pairwise(cuts)])
    order = draw(st.permutations([0] * len(runs[0]) + [1] * len(runs[1])))
    queues = [iter(runs[0]), iter(runs[1])]
    return [next(queues[which]) for which in order]


@given(data=st.data(), history=histories())
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_maintained_equals_recounted(pool: Pool, data: st.DataObject, history: list[Saying]) -> None:
    """Any history, any split into runs, any interleaving of the logs, repetitions, two processes in turn."""
    story = told(history)
    await pool.execute(f"truncate {', '.join(TABLES)}")
    processes = [projection_on(pool), projection_on(pool)]
    events = {log: published(story, log) for log in story.logs}
    for number, (log, start, end) in enumerate(data.draw(deliveries(story))):
        await processes[number % 2].apply(events[log][start:end])
    await assert_equals_a_recount(pool, story)


async def test_facts_before_their_town_is_known(pool: Pool) -> None:
    story = town()
    unit(story)
    visit(story, by="g-1", participants=["o-leader"])
    projection = projection_on(pool)
    await projection.apply(published(story, "hazards"))
    assert nonzero(await maintained(pool)) == ({}, {})
    for event in published(story, "registry"):
        await projection.apply([event])
    await assert_equals_a_recount(pool, story)
    assert (await maintained(pool)).cell("d-a", "inspected_by_leader") == 1


async def test_a_changed_unit_moves_those_that_name_it_through_a_chain(pool: Pool) -> None:
    story = town()
    for one in ("u1", "u2", "u3"):
        unit(story, one)
    visit(story, "i1", unit_id="u1")
    visit(story, "i3", unit_id="u3")
    merged(story, "u1", "u2", "unit")
    projection = projection_on(pool)
    await apply(pool, story, projection)
    assert (await maintained(pool)).cell("d-a", "inspected") == 2
    merged(story, "u2", "u3", "unit")
    await apply(pool, story, projection)
    assert (await maintained(pool)).cell("d-a", "inspected") == 1
    voided(story, "u3", "unit")
    await apply(pool, story, projection)
    assert (await maintained(pool)).cell("d-a", "inspected") == 0
    await assert_equals_a_recount(pool, story)


async def test_a_new_window_counts_everything_anew(pool: Pool) -> None:
    story = town()
    found(story)
    closed(story)
    await apply(pool, story)
    open_campaign(story, starts="12-02")
    await apply(pool, story)
    assert (await maintained(pool)).cell("d-a", "hazards_found") == 0
    await assert_equals_a_recount(pool, story)


async def test_several_campaigns_and_towns_do_not_touch_each_other(pool: Pool) -> None:
    story = town()
    open_campaign(story, "december", starts="12-02", ends="01-01")
    story.tell(
        "organisation.registered", "2024-01-01", "d-a", township="999", name="他镇甲科", kind="department"
    )
    found(story, "h1", "12-01")
    found(story, "h2", "12-05")
    data = {"unit_id": "u1", "by": "d-a", "severity": "major", "description": "隐患"}
    story.tell("hazard.found", "12-05", "h1", township="999", **data)
    await apply(pool, story)
    assert (await maintained(pool)).cell("d-a", "hazards_found") == 2
    assert (await maintained(pool, "december")).cell("d-a", "hazards_found") == 1
    assert nonzero(await maintained(pool, township="999")) == ({}, {})


async def test_lower_positions_are_ignored_gaps_and_other_logs_refused(pool: Pool) -> None:
    story = town()
    found(story, "h1")
    found(story, "h2")
    events = published(story, "hazards")
    projection = projection_on(pool)
    await projection.apply(events[:1])
    await projection.apply(events)
    await projection.apply(events)
    assert await position(pool, "hazards") == 2
    found(story, "h3")
    found(story, "h4")
    with pytest.raises(Gap):
        await projection.apply(published(story, "hazards", 3))
    with pytest.raises(AnotherLog):
        await projection.apply(await _of_another_log(story))
    assert await position(pool, "hazards") == 2


async def _of_another_log(story: Story) -> Sequence[Published]:
    other = Story(logs={name: list(log) for name, log in story.logs.items()})
    other.logs["hazards"][1:] = []
    found(other, "other", "12-09")
    found(other, "another", "12-09")
    return published(other, "hazards", 2)


async def test_nothing_of_a_failed_run_stays(pool: Pool) -> None:
    story = town()
    unit(story)
    projection = projection_on(pool)
    await pool.execute("insert into cells values ($1, $2, 'd-a', 'units', $3)", TOWN, CAMPAIGN, 2**63 - 1)
    with pytest.raises(asyncpg.NumericValueOutOfRangeError):
        await projection.apply(published(story, "registry"))
    assert await position(pool, "registry") == 0
    await pool.execute("delete from cells")
    await apply(pool, story, projection)
    await assert_equals_a_recount(pool, story)


async def test_moments_are_kept_to_the_microsecond(pool: Pool) -> None:
    story = town()
    found(story, when="02-28 23:59:59.999999")
    await apply(pool, story)
    assert (await maintained(pool)).cell("d-a", "hazards_found") == 1
    assert at("03-01") > at("02-28 23:59:59.999999")
