"""Connections that are cut at random: nothing is lost, nothing stays stale, and nothing is told twice."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path

import pytest

from services.reporting.live import stream
from tests.reporting.live.screens import Screen, without_uncredited
from tests.reporting.running import RunningReporting, over_http, running_reporting
from tests.reporting.story import Story
from tests.reporting.telling import closed, found, penalty, unit, visit, voided
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


def another_fact(story: Story, draw: random.Random, number: int) -> None:
    """Of any filer, a correction now and then."""
    match draw.randrange(6):
        case 0:
            unit(story, f"u-{number}", grade=draw.choice(["red", "blue"]))
        case 1:
            visit(story, f"i-{number}", by=draw.choice(["d-a", "d-b"]))
        case 2 | 3:
            found(story, f"h-{number}", by=draw.choice(["d-a", "d-b", "d-c", "v-e", "v-w", "g-1"]))
        case 4:
            penalty(story, f"p-{number}", fen=draw.randrange(1, 10**6))
        case _:
            hazards = [e.data["hazard_id"] for e in story.logs["hazards"] if e.type == "hazard.found"]
            known = {e.data["hazard_id"] for e in story.logs["hazards"] if e.type == "hazard.voided"}
            left = [hazard for hazard in hazards if hazard not in known]
            if left:
                voided(story, draw.choice(left))


@pytest.mark.parametrize("seen_by", [("safety_office", None), ("reporter", "v-e"), ("officer", "d-a")])
async def test_through_hanging_up_at_random_nothing_is_lost_and_nothing_stays_stale(
    reporting: RunningReporting, seed: int, monkeypatch: pytest.MonkeyPatch, seen_by: tuple[str, str | None]
) -> None:
    monkeypatch.setattr(stream, "GATHER_SECONDS", 0.02)
    monkeypatch.setattr(stream, "POSITIONS_SECONDS", 0.1)
    draw = random.Random(seed)
    screen = Screen(reporting, *seen_by)
    done = asyncio.Event()

    async def publishing() -> None:
        for number in range(40):
            another_fact(reporting.story, draw, number)
            await reporting.publish()
            await asyncio.sleep(draw.choice([0, 0, 0.1]))
        done.set()

    changing = asyncio.create_task(publishing())
    while not done.is_set():
        hang_up_after = draw.randrange(1, 4)
        told = len(screen.told)
        with suppress(TimeoutError):
            async with asyncio.timeout(draw.choice([0.05, 0.3, 1.0])):
                await screen.follow(lambda most=told + hang_up_after: len(screen.told) >= most)
    await changing
    await screen.follow(screen.up_to_date)
    assert without_uncredited(screen.cells) == await screen.forms()
    assert [event.name for event in screen.told].count("cells") == 1


async def test_another_replica_tells_everything_to_who_knows_what_it_has_not_seen(
    reporting: RunningReporting, bus: TestBus, figures_database: TestDatabase, tmp_path: Path
) -> None:
    """Its own changes do not lead on from there: what changed and changed back would stay as it was."""
    async with (
        running_reporting(bus, figures_database, tmp_path, reporting.story) as beside,
        over_http(beside) as another,
    ):
        await Screen(another).follow(lambda: True)
        screen = Screen(reporting)
        await screen.follow(lambda: True)
        position = closed(reporting.story, "12-20")
        await reporting.publish()
        await screen.follow(screen.up_to_date)
        reporting.story.taken_back("hazard", "h1", position)
        await reporting.publish()
        screen.reporting = another
        await screen.follow(lambda: True)
        assert [event.name for event in screen.told] == ["cells", "changed", "cells"]
        assert screen.up_to_date()
        assert without_uncredited(screen.cells) == await screen.forms()
        screen.reporting = reporting
        await screen.follow(lambda: True)
        assert screen.told[-1].name == "positions", "every replica gives the same state the same id"
