"""The lines of every list add up to the cell, of independent campaigns with all that can happen in one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from services.reporting.counting.columns import columns_of
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.recording import record
from tests.oracle.town import small_town
from tests.oracle.town_facts import CAMPAIGN, town_facts
from tests.reporting.asking import asked
from tests.reporting.particulars.lists import list_of
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import TOWN, Story, open_campaign
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

SMALL_TOWN = small_town()
EARLIER = "2025-01-10T00:00:00+08:00"


def independent() -> Story:
    """The story's own campaign is opened beside it, for what waits until all is applied."""
    facts = mixed(campaign(1, SMALL_TOWN, Size(units=20, hazards=60)), Random(1))
    story = Story()
    for log in record([*town_facts(SMALL_TOWN), *facts], SMALL_TOWN.kinds).values():
        for envelope in log.envelopes:
            story.again_in(envelope, TOWN)
    open_campaign(story)
    return story


@pytest.fixture
async def reporting(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
) -> AsyncIterator[RunningReporting]:
    database = await service_database("reporting")
    async with running_reporting(bus, database, tmp_path, independent()) as reporting:
        await reporting.publish()
        yield reporting


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
async def test_every_list_adds_up_to_its_cell(reporting: RunningReporting, annex: str) -> None:
    """As kept, and by a recount."""
    counting = 0
    for until in ({}, {"occurred_until": EARLIER}):
        answer = await asked(reporting, "GET", f"/campaigns/{CAMPAIGN}/{annex}", params=until)
        form = answer.json()
        cells = {"total:sum": form["totals"]["sum"], "total:distinct": form["totals"]["distinct"]}
        cells |= {row["filer"]["id"]: row["cells"] for row in form["rows"][:1]}
        for filer, row in cells.items():
            for column in columns_of(annex):
                cell = f"{filer}/{column.key}"
                listed = await list_of(reporting, cell, annex=annex, campaign=CAMPAIGN, **until)
                weight = "罚款（万元）" if column.kind == "sum" else "计数"
                weights = [line[weight] for line in listed.lines]
                assert listed.total[weight] == float(row[column.key]), cell
                assert round(sum(weights), 6) == float(row[column.key]), cell
                assert all(line["日志位置"] for line in listed.lines), cell
                counting += len(weights)
    assert counting > 50
