"""Everything derived again from real streams: equal to what answers, or from which event on it is not."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from services.reporting.shadow.line import place_in_words
from services.reporting.state_digests.kept import kept_state
from tests.reporting.generations.building import apply, pools, publish
from tests.reporting.shadow.shadowing import altered, one_rebuild
from tests.reporting.story import TOWN, Story
from tests.reporting.telling import found
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


@pytest.fixture
async def story(bus: TestBus, database: TestDatabase) -> Story:
    """Published, and applied step by step as the service does."""
    story = two_towns()
    await publish(bus, story)
    async with pools(database) as (own, _):
        await apply(own, story)
    return story


def position(story: Story, log: str, type_: str, subject: str, town: str = TOWN) -> int:
    return next(
        each.position
        for each in story.logs[log]
        if each.type == type_ and each.stream.split("/")[0] == town and each.stream.endswith(f"/{subject}")
    )


async def test_all_is_equal_and_its_digest_is_that_of_digests(
    bus: TestBus, database: TestDatabase, story: Story
) -> None:
    done = await one_rebuild(bus, database)
    assert (done.compared.differing, done.compared.first) == (0, None)
    assert {log: each.position for log, each in done.reached.items()} == story.positions
    async with pools(database) as (own, _):
        kept = await kept_state(own)
        rows = await own.fetchval(
            "select (select count(*) from subjects) + (select count(*) from naming)"
            " + (select count(*) from tallies where marks <> 0)"
            " + (select count(*) from cells where value <> 0)"
            " + (select count(*) from provenance) + (select count(*) from checkpoints)"
        )
    assert done.compared.derived == done.compared.live == kept.state
    assert done.compared.rows == rows


OF_H2 = f"township = '{TOWN}' and kind = 'hazard' and id = 'h2'"
OTHER_MARK = """
update subjects set marks = convert_to(
  regexp_replace(convert_from(marks, 'utf8'), '"d-a","hazards_found"', '"d-b","hazards_found"'), 'utf8'
) where """
TOO_MANY = """
update subjects set marks = convert_to(
  regexp_replace(convert_from(marks, 'utf8'), ']]', '],["d-b","hazards_closed","h2",1]]'), 'utf8'
) where """
OF_D_A = f"township = '{TOWN}' and place = 'd-a' and column_key"
ALTERED: dict[str, tuple[str, Callable[[Story], tuple[str, int]]]] = {
    "a mark counts for another filer": (
        OTHER_MARK + OF_H2,
        lambda story: ("hazards", position(story, "hazards", "hazard.found", "h2")),
    ),
    "a mark too many": (
        TOO_MANY + OF_H2,
        lambda story: ("hazards", position(story, "hazards", "hazard.planned", "h2")),
    ),
    "marks that are none": (
        f"update subjects set marks = '\\xff' where {OF_H2}",
        lambda story: ("hazards", position(story, "hazards", "hazard.found", "h2")),
    ),
    "an entry says something else": (
        "update subjects set entries = convert_to(regexp_replace(convert_from(entries, 'utf8'),"
        " '\"general\"', '\"major\"'), 'utf8') where " + OF_H2,
        lambda story: ("hazards", position(story, "hazards", "hazard.found", "h2")),
    ),
    "a row is gone": (
        f"delete from subjects where township = '{ELSEWHERE}' and kind = 'unit' and id = 'u3'",
        lambda story: ("registry", position(story, "registry", "unit.registered", "u3", ELSEWHERE)),
    ),
    "a cell": (
        f"update cells set value = value + 1 where {OF_D_A} = 'hazards_closed'",
        lambda story: ("hazards", position(story, "hazards", "hazard.closed", "h1")),
    ),
    "a tally": (
        f"update tallies set marks = 7 where {OF_D_A} = 'inspected'",
        lambda story: ("hazards", position(story, "hazards", "inspection.completed", "i1")),
    ),
    "a cell of nothing": (
        f"insert into cells values ('{TOWN}', 'winter', 'd-a', 'cases_referred', 4)",
        lambda _: ("-", 0),
    ),
    "who recorded it": (
        "update provenance set actor = 'somebody else' where log = 'hazards' and position = 3",
        lambda _: ("hazards", 3),
    ),
    "what others are named": (
        "delete from naming where kind = 'hazard' and id = 'h4' and township = '" + TOWN + "'",
        lambda story: ("hazards", position(story, "hazards", "hazard.found", "h4")),
    ),
    "where it stands": (
        "update checkpoints set hash = repeat('0', 64) where log = 'registry'",
        lambda story: ("registry", story.positions["registry"]),
    ),
}


async def test_whatever_is_altered_is_found_with_its_first_event(
    bus: TestBus, database: TestDatabase, story: Story
) -> None:
    """One deployment for all: each is put back by what it was copied from."""
    tables = ("subjects", "naming", "tallies", "cells", "provenance", "checkpoints")
    await altered(database, *(f"create table kept_{each} as table {each}" for each in tables))
    for what, (statement, expected) in ALTERED.items():
        await altered(database, statement)
        done = await one_rebuild(bus, database)
        compared = done.compared
        assert compared.differing == 1, what
        assert compared.first is not None
        log, place = expected(story)
        assert place_in_words(compared.first).startswith(f"{log} {place} "), (what, compared.first)
        same_rows = compared.first.table != "subjects"
        assert (compared.derived == compared.live) is same_rows, what
        for each in tables:
            await altered(database, f"truncate {each}", f"insert into {each} select * from kept_{each}")
    assert (await one_rebuild(bus, database)).compared.differing == 0


async def test_of_several_the_first_recorded_is_named(
    bus: TestBus, database: TestDatabase, story: Story
) -> None:
    await altered(
        database,
        "update subjects set marks = '{}' where kind in ('hazard', 'inspection')",
        "update provenance set organisation = 'x' where log = 'hazards' and position > 1",
    )
    compared = (await one_rebuild(bus, database)).compared
    assert compared.differing > 10
    assert compared.first is not None
    assert compared.first[1:3] == ("hazards", 1)
    assert story.logs["hazards"][0].type == "inspection.completed"


async def test_what_answers_by_then_is_another_generation(
    bus: TestBus, database: TestDatabase, story: Story
) -> None:
    """Whatever was switched to is what is compared."""
    await altered(
        database,
        "create schema figures_9",
        *(
            f"create table figures_9.{each} (like public.{each} including all)"
            for each in ("subjects", "naming", "tallies", "cells", "provenance", "checkpoints", "read_models")
        ),
        "insert into figures_9.read_models select * from public.read_models",
        "grant usage on schema figures_9 to reporting_rebuild",
        "grant select on all tables in schema figures_9 to reporting_rebuild",
        "insert into generations (name, built) values ('figures_9', true)",
        "update live_generations set generation = 'figures_9'",
    )
    done = await one_rebuild(bus, database)
    assert (done.compared.rows, done.compared.differing, dict(done.reached)) == (0, 0, {})
    assert story.positions["hazards"] > 0


async def test_what_is_recorded_meanwhile_is_compared_too(
    bus: TestBus, database: TestDatabase, story: Story
) -> None:
    """The live one goes on while everything is derived: they are compared where it is by then."""
    reached = []
    async with pools(database) as (own, _):
        rebuilding = asyncio.create_task(one_rebuild(bus, database))
        for number in range(100, 160):
            found(story, f"h{number}")
            await publish(bus, story)
            await apply(own, story)
            if rebuilding.done():
                reached.append(rebuilding.result())
                rebuilding = asyncio.create_task(one_rebuild(bus, database))
        reached += [await rebuilding, await one_rebuild(bus, database)]
    assert {each.compared.differing for each in reached} == {0}
    assert reached[-1].reached["hazards"].position == story.positions["hazards"]
