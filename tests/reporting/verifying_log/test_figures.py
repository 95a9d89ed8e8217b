"""Figures against a fresh fold: sound they are equal; of each table what says otherwise is found."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.reporting.read_model import FIGURES
from services.reporting.verifying_log.figures import FIGURE_CHECKS, Figures
from services.reporting.verifying_log.spool import Spool
from shared.event_log.connection import Pool
from shared.read_model.checkpointed import Checkpointed
from shared.verifying.finding import Finding
from tests.reporting.generations.building import apply, publish
from tests.reporting.story import Story, town
from tests.reporting.telling import closed, found, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

TABLES = ("subjects", "naming", "tallies", "cells", "provenance", "checkpoints")


@dataclass
class World:
    pool: Pool
    bus: TestBus
    story: Story
    admin: "asyncpg.Connection[Any]"
    folder: Path
    _spools: int = 0

    async def differ(self, without: str | None = None) -> Finding | None:
        self._spools += 1
        folder = self.folder / str(self._spools)
        folder.mkdir()
        client = await self.bus.connect("reporting")
        checks = [name for name in FIGURE_CHECKS if name != without]
        finding = await Figures(self.pool, client, lambda _: None, Spool(folder), checks).differ()
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
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
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
        await publish(bus, story)
        await apply(pool, story)
        made = World(pool, bus, story, admin, tmp_path)
        await made.remember()
        yield made
    await admin.close()


def position_of(story: Story, kind: str) -> int:
    """Of its last event."""
    return [event.position for event in story.logs["hazards"] if f"/{kind}/" in event.stream][-1]


H3 = "where kind = 'hazard' and id = 'h3'"
VISIT = "where kind = 'inspection'"
GENERAL = "convert_to(replace(convert_from(entries, 'utf8'), 'general', 'major'), 'utf8')"
TAMPERED: dict[str, tuple[str, str]] = {
    "rows": ("hazard", f"update subjects set entries = {GENERAL} {H3}"),
    "spans": ("hazard", f"update subjects set last_occurred = last_occurred + 1 {H3}"),
    "names": ("inspection", f"update subjects set named = '[]' {VISIT}"),
    "marks": ("hazard", f"update subjects set marks = '{{}}' {H3}"),
    "naming": ("inspection", f"delete from naming {VISIT} and named_kind = 'unit'"),
    "tallies": ("inspection", "update tallies set marks = marks + 1 where column_key = 'inspected'"),
    "cells": ("hazard", "update cells set value = value + 1 where column_key = 'hazards_found'"),
    "provenance": ("", "update provenance set actor = 'other' where log = 'hazards' and position = 2"),
    "provenance_beyond": ("", "insert into provenance values ('hazards', 99, 0, 'a', 'o')"),
    "checkpoints": ("", "update checkpoints set recorded = recorded + 1 where log = 'hazards'"),
}
"""By check: whose last event is named, where it is a subject's, and what is done."""


async def test_each_check_is_needed(world: World) -> None:
    assert TAMPERED.keys() == {*FIGURE_CHECKS}
    assert await world.differ() is None
    for name, (kind, statement) in TAMPERED.items():
        assert not (await world.admin.execute(statement)).endswith(" 0"), name
        finding = await world.differ()
        assert finding is not None, name
        assert finding.check == name
        assert await world.differ(without=name) is None, name
        if kind:
            assert finding.position == position_of(world.story, kind), name
            assert f"{kind}/" in finding.told
        await world.put_back()
    await _rows_that_are_gone_or_made_up(world)


async def _rows_that_are_gone_or_made_up(world: World) -> None:
    await world.admin.execute(f"delete from subjects {H3}")
    finding = await world.differ()
    assert finding is not None
    assert (finding.check, finding.position) == ("rows", position_of(world.story, "hazard"))
    await world.put_back()
    await world.admin.execute(
        "insert into subjects select township, kind, 'made-up', entries, marks, named, first_position, "
        f"last_position, seen_position, first_occurred, last_occurred from subjects {H3}"
    )
    finding = await world.differ()
    assert finding is not None
    assert "hazard/made-up" in finding.told


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
