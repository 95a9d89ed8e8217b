"""Whatever is asked about a form has the rows of that form: departments that are not listed may file too."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import town
from tests.reporting.telling import found, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

ADDRESSES = (
    "annex-3",
    "annex-3/ageing",
    "annex-3/overdue",
    "annex-3/time-to-close",
    "annex-3/coverage",
    "annex-3/ranking?by=units",
    "annex-3/ranking?by=closing_rate",
    "annex-3/ranking?by=coverage_rate",
)


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    """丙科 is not listed: a unit of its own until 12-10, an inspection on 12-20, a hazard on 01-10."""
    story = town()
    unit(story, "u1", "12-01", department="d-c")
    unit(story, "u2")
    story.tell("unit.closed_down", "12-10", "u1")
    visit(story, "i1", "12-20", by="d-c", unit_id="u2")
    found(story, "h1", "01-10", by="d-c")
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as running:
        await running.publish()
        yield running


@pytest.mark.parametrize(
    ("until", "there"),
    [
        ("2024-11-20", False),
        ("2024-12-05", True),
        ("2024-12-15", False),
        ("2024-12-25", True),
        ("2025-01-15", True),
        ("2025-03-01", True),
    ],
)
async def test_the_same_filers_have_rows(reporting: RunningReporting, until: str, *, there: bool) -> None:
    filers = ["d-a", "d-b", *(["d-c"] if there else [])]
    for address in ADDRESSES:
        path, _, query = address.partition("?")
        how = dict([query.split("=")] if query else [])
        rows = (await reporting.document(path, occurred_until=f"{until}T00:00:00+08:00", **how))["rows"]
        assert sorted(row["filer"]["id"] for row in rows) == filers, address
