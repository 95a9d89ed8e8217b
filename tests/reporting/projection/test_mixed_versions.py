"""A log that holds old and new versions in any order: the same figures as of the newest alone."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from itertools import pairwise
from typing import Any

import asyncpg
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.read_model import FIGURES
from shared.canonical import digest
from shared.event_log.connection import Pool
from shared.events.catalogue import NEWEST, newest_data
from shared.events.older.penalty_imposed_1 import to_version_2
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.histories import DAYS, DEPARTMENTS, UNITS
from tests.reporting.projection.applying import (
    TABLES,
    assert_equals_a_recount,
    maintained,
    projection_on,
    published,
)
from tests.reporting.story import Story, town
from tests.reporting.telling import unit
from tests.support.databases import TestDatabase


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("reporting")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=3) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        yield pool


@st.composite
def penalties(draw: st.DrawFn) -> list[tuple[str, int, Mapping[str, Any]]]:
    """Each as version 1 says it: when, as which version it stands in the log, and what it says."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        kinds = draw(st.lists(st.sampled_from(["fine", "stop_work", "other"]), min_size=1, max_size=3))
        fen = draw(st.integers(1, 10**9)) if "fine" in kinds else 0
        said = {"unit_id": draw(UNITS), "by": draw(DEPARTMENTS), "decision_no": "1"}
        found.append((draw(DAYS), draw(st.sampled_from([1, 2])), said | {"kinds": kinds, "fine_fen": fen}))
    return found


def told(penalties: list[tuple[str, int, Mapping[str, Any]]], only: int | None = None) -> Story:
    """`only`: all of them in that version."""
    story = town()
    for subject in ("u1", "u2", "u3"):
        unit(story, subject)
    for number, (when, stands_as, said) in enumerate(penalties):
        version = only or stands_as
        data = dict(said) if version == 1 else to_version_2({**said})
        story.tell("penalty.imposed", when, f"p{number}", version=version, **data)
    return story


async def held(pool: Pool) -> str:
    """All rows, marks and cells: everything that was folded. Keys as sorted: what is made of version 1 has
    them in the order in which code writes them.
    """
    found = [
        await pool.fetch(f"select * from {table} t order by t::text")
        for table in ("subjects", "naming", "tallies", "cells", "provenance")
    ]
    return digest(b"\n".join(_sorted(row) for rows in found for row in rows))


def _sorted(row: Mapping[str, Any]) -> bytes:
    kept = {name: orjson.loads(value) if isinstance(value, bytes) else value for name, value in row.items()}
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS, default=str)


async def folded(pool: Pool, story: Story, cuts: list[int]) -> str:
    await pool.execute(f"truncate {', '.join(TABLES)}")
    projection = projection_on(pool)
    for log in ("hazards", "registry"):
        events = published(story, log)
        for start, end in pairwise(sorted({0, len(events), *(cut for cut in cuts if cut < len(events))})):
            await projection.apply(events[start:end])
    await assert_equals_a_recount(pool, story)
    return await held(pool)


@given(history=penalties(), cuts=st.lists(st.integers(1, 12), max_size=4))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_incremental_and_rebuilt_are_one_whatever_the_versions(
    pool: Pool, history: list[tuple[str, int, Mapping[str, Any]]], cuts: list[int]
) -> None:
    """Old bytes stay as they are: only what is made of them is equal."""
    mixed, newest = told(history), told(history, only=NEWEST["penalty.imposed"])
    digests = {
        await folded(pool, mixed, cuts),
        await folded(pool, mixed, []),
        await folded(pool, newest, cuts),
    }
    assert len(digests) == 1
    for one, other in zip(mixed.logs["hazards"], newest.logs["hazards"], strict=True):
        assert newest_data(one) == newest_data(other) == other.data
    fines = {
        filer: sum(said["fine_fen"] for when, _, said in history if said["by"] == filer and _within(when))
        for filer in ("d-a", "d-b")
    }
    cells = await maintained(pool)
    assert {filer: cells.cell(filer, "fines") for filer in fines} == fines
    assert orjson.dumps(mixed.figures().row("annex-3", "d-a")) == orjson.dumps(
        newest.figures().row("annex-3", "d-a")
    )


def _within(when: str) -> bool:
    """The window of the winter, as DAYS names days."""
    return when in ("11-15", "12-01", "12-10", "12-20 18:00", "02-28")
