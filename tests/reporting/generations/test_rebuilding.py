"""Rebuilding from real streams: killed at any moment it goes on, and what comes of it equals the live one."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from services.reporting.generations.progress import Stalled
from shared.problems import Rejected
from tests.reporting.generations.building import (
    apply,
    archived,
    ended,
    held,
    pools,
    process,
    publish,
    rebuilt,
)
from tests.reporting.story import Story, town
from tests.reporting.telling import closed, found, penalty, unit, visit
from tests.reporting.two_towns import two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


def long_story(units: int = 400) -> Story:
    """Some thousands of events in which subjects go on for long."""
    story = town()
    for number in range(units):
        unit(story, f"u{number}")
    for number in range(units):
        visit(story, f"i{number}", unit_id=f"u{number}", participants=["o-leader"] if number % 3 else [])
        found(story, f"h{number}", unit_id=f"u{number}")
    for number in range(units):
        closed(story, "12-12", f"h{number}")
        if number % 5 == 0:
            penalty(story, f"p{number}", "12-11", fen=100 + number, unit_id=f"u{number}")
    return story


async def test_it_is_equal_in_all_rows_and_says_how_far_it_is(bus: TestBus, database: TestDatabase) -> None:
    story = two_towns()
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        await apply(own, story)
        before = await held(own, "public")
        compared, told = await rebuilt(bus, rebuilding)
        assert compared["equal"], compared
        assert compared["positions"] == story.positions
        assert compared["live"]["digest"] == compared["other"]["digest"]  # type: ignore[index,call-overload]
        assert await held(own, "figures_2") == await held(own, "public") == before
        assert [each["step"] for each in told if each["done"] == 0][:2] == ["rows", "marks"]
        total = sum(story.positions.values())
        assert told[0] == told[0] | {"total": total, "done": 0}


@pytest.mark.parametrize("more", [{}, {"REBUILD_PROCESSES": "2"}], ids=["alone", "processes"])
async def test_killed_at_random_it_goes_on_where_it_ended(
    bus: TestBus, database: TestDatabase, tmp_path: Path, seed: int, more: dict[str, str]
) -> None:
    """By stream, or by several processes from the archive and then the stream."""
    chance, story = Random(seed), long_story()
    if more:
        more |= {"ARCHIVE": str(archived(tmp_path, story, 0.8))}
    async with pools(database) as (own, _):
        await publish(bus, story)
        await apply(own, story)
        for _ in range(3):
            running = process(database, bus, **more)
            lines = running.stdout
            assert lines is not None
            await asyncio.to_thread(lines.readline)
            await asyncio.sleep(chance.random() * (8 if more else 1))
            running.send_signal(signal.SIGKILL)
            running.wait()
            lines.close()
        code, last = await ended(process(database, bus, **more))
        assert code == 0, last
        names = await own.fetch("select name from generations order by name")
        assert [name for (name,) in names] == ["figures_2", "public"], "it went on with the same one"
        assert await held(own, "figures_2") == await held(own, "public")
        assert not await own.fetchval("select count(*) from figures_2.staged")


async def test_it_catches_up_while_more_is_recorded(bus: TestBus, database: TestDatabase) -> None:
    story = long_story(100)
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        await apply(own, story)
        building = asyncio.create_task(rebuilt(bus, rebuilding))
        for number in range(1000, 1100):
            found(story, f"h{number}", unit_id="u1")
            await publish(bus, story)
            await apply(own, story)
        compared, _ = await building
        assert compared["equal"], compared


async def test_one_at_a_time(bus: TestBus, database: TestDatabase) -> None:
    story = two_towns()
    async with pools(database) as (own, rebuilding), pools(database) as (_, also):
        await publish(bus, story)
        found(story, "h77")
        await apply(own, story)
        first = asyncio.create_task(rebuilt(bus, rebuilding))
        while await own.fetchval("select count(*) from generations") == 1:
            await asyncio.sleep(0.05)
        with pytest.raises(Rejected) as refused:
            await rebuilt(bus, also)
        assert refused.value.code == "rebuild_running"
        await publish(bus, story)
        compared, _ = await first
        assert compared["equal"], compared


async def test_where_nothing_moves_it_ends_and_says_where(bus: TestBus, database: TestDatabase) -> None:
    """The live one has applied what the stream has not got any more."""
    story = two_towns()
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        found(story, "h77")
        await apply(own, story)
        with pytest.raises(Stalled) as stalled:
            await rebuilt(bus, rebuilding, patience=10)
        reached = story.positions | {"hazards": story.positions["hazards"] - 1}
        assert stalled.value.at["positions"] == reached
        assert stalled.value.at["step"] == "rows"
        await publish(bus, story)
        compared, _ = await rebuilt(bus, rebuilding)
        assert compared["equal"], compared


async def test_a_live_one_that_stands_still_is_not_waited_for_without_end(
    bus: TestBus, database: TestDatabase
) -> None:
    """The new one is ahead of it: then they are never at the same positions."""
    story = two_towns()
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        await apply(own, story)
        await rebuilt(bus, rebuilding)
        found(story, "h77")
        await publish(bus, story)
        await apply(rebuilding, story, "figures_2")
        with pytest.raises(Stalled) as stalled:
            await rebuilt(bus, rebuilding, patience=10)
        assert stalled.value.at["step"] == "catching up"
        assert stalled.value.at["positions"] == story.positions
        await apply(own, story)
        compared, _ = await rebuilt(bus, rebuilding)
        assert compared["equal"], compared
