"""A read model of another version: emptied at the start, folded anew, and no answer from half of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.instant import microseconds
from shared.migrations import upgrade
from shared.problems import Rejected
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.model import AnotherVersion
from tests.reporting.projection.applying import assert_equals_a_recount, published
from tests.reporting.running import running_reporting
from tests.reporting.story import Story, town
from tests.reporting.telling import closed, found, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase, fresh_database
from tests.support.revisions import upgraded_to

NEXT = replace(FIGURES, version=FIGURES.version + 1)


@pytest.fixture
def story() -> Story:
    story = town()
    unit(story)
    visit(story, by="g-1", participants=["o-leader"])
    found(story, "h1")
    found(story, "h2")
    closed(story, "12-12", "h1")
    return story


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("reporting")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=3) as pool:
        yield pool


async def folded(pool: Pool, story: Story) -> Checkpointed:
    model = Checkpointed(pool, FIGURES)
    await model.prepare()
    for log in story.logs:
        await Projection(model).apply(published(story, log))
    return model


async def test_the_same_version_is_left_as_it_is(pool: Pool, story: Story) -> None:
    await folded(pool, story)
    rows = await pool.fetch("select * from cells")
    await Checkpointed(pool, FIGURES).prepare()
    assert await pool.fetch("select * from cells") == rows
    assert rows


async def test_another_version_is_emptied_and_answers_nobody_until_it_is_whole(
    pool: Pool, story: Story
) -> None:
    await folded(pool, story)
    model = Checkpointed(pool, NEXT)
    await model.prepare()
    assert await pool.fetchval("select count(*) from subjects") == 0
    total = sum(story.positions.values())
    assert await model.whole() == f"is folded anew: 0 of {total} events"
    projection = Projection(model)
    for log in ("hazards", "registry"):
        for event in published(story, log):
            with pytest.raises(Rejected, match="not_ready"):
                await model.refuse_unless_whole()
            await projection.apply([event])
    assert await model.whole() is None
    await model.refuse_unless_whole()
    await assert_equals_a_recount(pool, story)


async def test_a_process_that_ends_half_way_goes_on_from_there(pool: Pool, story: Story) -> None:
    await folded(pool, story)
    model = Checkpointed(pool, NEXT)
    await model.prepare()
    await Projection(model).apply(published(story, "registry"))
    again = Checkpointed(pool, NEXT)
    await again.prepare()
    assert (await again.checkpoint("registry")).position == story.positions["registry"]
    assert await again.whole() is not None
    await Projection(again).apply(published(story, "hazards"))
    assert await again.whole() is None
    await assert_equals_a_recount(pool, story)


async def test_a_version_after_the_next_waits_for_what_the_first_one_had(pool: Pool, story: Story) -> None:
    """Emptied twice before it was whole again: its target is what people saw in the beginning."""
    await folded(pool, story)
    model = Checkpointed(pool, NEXT)
    await model.prepare()
    await Projection(model).apply(published(story, "registry")[:2])
    third = Checkpointed(pool, replace(FIGURES, version=FIGURES.version + 2))
    await third.prepare()
    assert (await third.folded()).targets == story.positions


async def test_a_process_of_the_version_before_writes_nothing_more(pool: Pool, story: Story) -> None:
    before = await folded(pool, story)
    model = Checkpointed(pool, NEXT)
    await model.prepare()
    with pytest.raises(AnotherVersion):
        await Projection(before).apply(published(story, "hazards"))
    with pytest.raises(Rejected, match="not_ready"):
        await before.refuse_unless_whole()
    assert await before.whole() == f"is of version {NEXT.version}, and this process of {FIGURES.version}"
    assert await pool.fetchval("select count(*) from subjects") == 0


async def test_who_recorded_each_event_and_when_is_kept_by_position(pool: Pool, story: Story) -> None:
    await folded(pool, story)
    kept = await pool.fetch("select log, position, recorded, actor, organisation from provenance")
    assert {tuple(row) for row in kept} == {
        (log, each.position, microseconds(each.recorded), each.actor, each.actor_organisation)
        for log, events in story.logs.items()
        for each in events
    }


async def test_a_database_of_the_first_revision_opens(postgres: str, story: Story) -> None:
    """As a release before this one left it: its positions are the target, nothing of its rows is read."""
    async with fresh_database(postgres, "reporting") as database:
        await upgraded_to(database, "0001")
        async with asyncpg.create_pool(database.owner_dsn, min_size=1, max_size=2) as owner:
            await owner.execute("insert into subjects values ('t', 'unit', 'u', 'no entries', '{}', '[]')")
            for log, position in story.positions.items():
                await owner.execute("insert into checkpoints values ($1, 'x', $2, '')", log, position)
        await upgrade("reporting", database.owner_dsn)
        async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
            model = Checkpointed(pool, FIGURES)
            await model.prepare()
            assert (await model.folded()).targets == story.positions
            for log in story.logs:
                await Projection(model).apply(published(story, log))
            assert await model.whole() is None
            await assert_equals_a_recount(pool, story)


async def test_a_plain_start_of_the_next_release_gives_the_same_figures(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
    story: Story,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = await service_database("reporting")
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    async with running_reporting(bus, database, tmp_path / "before", story) as reporting:
        await reporting.publish()
        before = await reporting.document("annex-3")
    for place in ("app", "reading.answering", "settled.statements"):
        monkeypatch.setattr(f"services.reporting.{place}.FIGURES", NEXT)
    async with running_reporting(bus, database, tmp_path / "after", story) as reporting:
        await reporting.publish()
        assert await reporting.pool.fetchval("select version from read_models") == NEXT.version
        assert await reporting.document("annex-3") == before


async def test_a_start_while_the_bus_is_silent_is_not_ready_and_answers_no_figures(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
    story: Story,
) -> None:
    database = await service_database("reporting")
    owner = await asyncpg.connect(database.owner_dsn)
    for log, position in story.positions.items():
        await owner.execute("insert into checkpoints values ($1, 'x', $2, '', 0)", log, position)
    await owner.close()
    async with running_reporting(bus, database, tmp_path, story) as reporting:
        ready = await reporting.client.get("/health/ready")
        assert ready.status_code == 503
        total = sum(story.positions.values())
        assert ready.json()["checks"]["figures"] == f"is folded anew: 0 of {total} events"
        refused = await reporting.get("annex-3")
        assert (refused.status_code, refused.json()["code"]) == (503, "not_ready")
        assert f"0/{total}" in refused.json()["detail"]
