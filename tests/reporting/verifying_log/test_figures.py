"""Figures against a fresh fold: sound they are equal; of each table what says otherwise is found."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest

from services.reporting.fresh_fold.kept import CHECKS
from services.reporting.read_model import FIGURES
from services.reporting.verifying_log.figures import figures_differ
from shared.bus.jetstream import jetstream_of, log_stream
from shared.bus.users import PROVISIONER
from shared.event_log.connection import Pool
from shared.read_model.checkpointed import Checkpointed
from shared.verifying.finding import Finding
from shared.verifying.told import Line, Progress
from tests.reporting.generations.building import apply, publish
from tests.reporting.story import TOWN, Story, town
from tests.reporting.telling import closed, found, unit, visit
from tests.reporting.two_towns import ELSEWHERE
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

TABLES = ("subjects", "naming", "tallies", "cells", "provenance", "checkpoints")


@dataclass
class World:
    database: TestDatabase
    pool: Pool
    bus: TestBus
    story: Story
    admin: "asyncpg.Connection[Any]"

    async def differ(self, without: str | None = None, lines: list[Line] | None = None) -> Finding | None:
        client = await self.bus.connect("reporting")
        checks = [name for name in CHECKS if name != without]
        told = [] if lines is None else lines
        finding = await figures_differ(self.database.dsn, client, told.append, None, checks)
        await client.close()
        return finding

    async def remember(self) -> None:
        for table in TABLES:
            await self.admin.execute(f"create table kept_{table} as select * from {table}")

    async def put_back(self) -> None:
        for table in TABLES:
            await self.admin.execute(f"delete from {table}")
            await self.admin.execute(f"insert into {table} select * from kept_{table}")


@pytest.fixture
async def world(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[World]:
    database = await service_database("reporting")
    admin = await asyncpg.connect(database.admin_dsn)
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=4) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        story = town()
        unit(story)
        visit(story, by="g-1", participants=["o-leader"])
        found(story, "h1")
        closed(story, "12-12", "h1")
        found(story, "h3")
        for log in [list(each) for each in story.logs.values()]:
            for told in log:
                story.again_in(told, ELSEWHERE)
        await publish(bus, story)
        await apply(pool, story)
        made = World(database, pool, bus, story, admin)
        await made.remember()
        yield made
    await admin.close()


def position_of(story: Story, subject: str, town: str = TOWN) -> int:
    """Of its first event."""
    return next(event.position for event in story.logs["hazards"] if event.stream == f"{town}/{subject}")


H3 = "where kind = 'hazard' and id = 'h3'"
VISIT = "where kind = 'inspection'"
GENERAL = "convert_to(replace(convert_from(entries, 'utf8'), 'general', 'major'), 'utf8')"
TAMPERED: dict[str, tuple[str, str]] = {
    "rows": ("hazard/h3", f"update subjects set entries = {GENERAL} {H3}"),
    "spans": ("hazard/h3", f"update subjects set last_occurred = last_occurred + 1 {H3}"),
    "names": ("inspection/i1", f"update subjects set named = '[]' {VISIT}"),
    "marks": ("hazard/h3", f"update subjects set marks = '{{}}' {H3}"),
    "naming": ("inspection/i1", f"delete from naming {VISIT} and named_kind = 'unit'"),
    "tallies": ("inspection/i1", "update tallies set marks = marks + 1 where column_key = 'inspected'"),
    "cells": ("hazard/h1", "update cells set value = value + 1 where column_key = 'hazards_found'"),
    "provenance": ("", "update provenance set actor = 'other' where log = 'hazards' and position = 2"),
    "provenance_beyond": ("", "insert into provenance values ('hazards', 99, 0, 'a', 'o')"),
    "checkpoints": ("", "update checkpoints set recorded = recorded + 1 where log = 'hazards'"),
}
"""By check: from whose first event on, where it is a subject's, and what is done."""


async def test_each_check_is_needed(world: World) -> None:
    assert TAMPERED.keys() == {*CHECKS}
    lines: list[Line] = []
    assert await world.differ(lines=lines) is None
    total = sum(world.story.positions.values())
    assert lines[-1] == Progress("figures", total, total)
    for name, (subject, statement) in TAMPERED.items():
        assert not (await world.admin.execute(statement)).endswith(" 0"), name
        finding = await world.differ()
        assert finding is not None, name
        assert finding.check == name
        assert await world.differ(without=name) is None, name
        if subject:
            assert finding.position == position_of(world.story, subject), name
            assert f"{TOWN} {subject}" in finding.told
        await world.put_back()
    await _rows_that_are_gone_or_made_up(world)
    await _of_another_town_with_the_same_ids(world)
    await _all_that_is_counted_is_gone(world)


async def _rows_that_are_gone_or_made_up(world: World) -> None:
    await world.admin.execute(f"delete from subjects {H3}")
    finding = await world.differ()
    assert finding is not None
    assert (finding.check, finding.position) == ("rows", position_of(world.story, "hazard/h3"))
    await world.put_back()
    await world.admin.execute(
        "insert into subjects select township, kind, 'made-up', entries, marks, named, first_position, "
        f"last_position, seen_position, first_occurred, last_occurred from subjects {H3}"
    )
    finding = await world.differ()
    assert finding is not None
    assert "hazard/made-up" in finding.told
    await world.put_back()
    await world.admin.execute(f"insert into cells values ('{TOWN}', 'winter', 'd-a', 'cases_referred', 4)")
    finding = await world.differ()
    assert finding is not None
    assert (finding.check, finding.position) == ("cells", world.story.positions["hazards"])
    assert "winter·d-a·cases_referred" in finding.told
    await world.put_back()


async def _of_another_town_with_the_same_ids(world: World) -> None:
    await world.admin.execute(f"update subjects set marks = '{{}}' {H3} and township = '{ELSEWHERE}'")
    finding = await world.differ()
    assert finding is not None
    assert (finding.check, finding.position) == ("marks", position_of(world.story, "hazard/h3", ELSEWHERE))
    assert f"{ELSEWHERE} hazard/h3" in finding.told
    await world.put_back()


async def _all_that_is_counted_is_gone(world: World) -> None:
    """The first of it is named: the unit's registration."""
    for table in ("cells", "tallies"):
        await world.admin.execute(f"delete from {table}")
    finding = await world.differ()
    assert finding is not None
    registered = [each for each in world.story.logs["registry"] if each.type == "unit.registered"]
    assert (finding.check, finding.position) == ("cells", registered[0].position)
    assert "registry" in finding.told


async def test_what_is_applied_meanwhile_is_read_too(world: World) -> None:
    found(world.story, "h4")
    await publish(world.bus, world.story)
    assert await world.differ() is None
    await apply(world.pool, world.story)
    assert await world.differ() is None
    await world.admin.execute("update read_models set targets = '{\"hazards\": 9}' where name = 'figures'")
    finding = await world.differ()
    assert finding is not None
    assert finding.check == "not_whole"


async def published_as(world: World, raws: list[bytes]) -> None:
    """The stream of hazards made anew by somebody who owns the machine."""
    provisioner = await world.bus.connect(PROVISIONER)
    js = provisioner.jetstream(timeout=10)
    await js.delete_stream(jetstream_of("hazards"))
    await js.add_stream(log_stream("hazards", None))
    hazards = await world.bus.connect("hazards")
    subjects = [event.subject for event in world.story.logs["hazards"]]
    for subject, raw in zip(subjects, raws, strict=False):
        await hazards.jetstream(timeout=10).publish(subject, raw)


async def test_a_stream_that_can_not_be_folded_is_named_where_it_ends(world: World) -> None:
    raws = [event.to_bytes() for event in world.story.logs["hazards"]]
    altered = raws[1].replace(b'"actor":"', b'"actor":"x', 1)
    for what, stored, position in (
        ("no event", [*raws[:2], b"{}", *raws[3:]], 3),
        ("another event at its place", [*raws[:2], raws[1], *raws[3:]], 3),
        ("too short", raws[:-1], len(raws)),
        ("of an unknown type", [*raws[:-1], raws[-1].replace(b'found:1"', b'found:9"')], len(raws)),
        ("the next one does not continue it", [raws[0], altered, *raws[2:]], 2),
    ):
        await published_as(world, stored)
        finding = await world.differ()
        assert finding is not None, what
        assert (finding.check, finding.position) == ("events", position), what
    await published_as(world, raws)
    assert await world.differ() is None
