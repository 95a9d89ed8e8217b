"""Both totals over HTTP: those of the form, for who sees all filers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, town
from tests.reporting.telling import unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    story = town()
    for number in range(1, 4):
        unit(story, f"u{number}")
        visit(story, f"a{number}", by="d-a", unit_id=f"u{number}")
        visit(story, f"b{number}", by="d-b", unit_id=f"u{number}")
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as reporting:
        await reporting.publish()
        yield reporting


async def ask(
    reporting: RunningReporting, role: str = "safety_office", township: str = TOWN, **parameters: Any
) -> httpx.Response:
    organisation = "d-a" if role == "officer" else None
    path = f"/campaigns/{CAMPAIGN}/annex-3/totals"
    return await asked(reporting, "GET", path, role, organisation, township, params=parameters)


async def test_totals_as_in_the_form_and_who_makes_them_differ(reporting: RunningReporting) -> None:
    form = await reporting.document("annex-3")
    answer = (await ask(reporting, limit=2)).json()
    columns = {column["key"]: column for column in answer["columns"]}
    for total in ("sum", "distinct"):
        assert {key: column[total] for key, column in columns.items()} == form["totals"][total]
    inspected = columns["inspected"]
    assert (inspected["sum"], inspected["distinct"], inspected["town"], inspected["more"]) == (6, 3, 3, 1)
    assert inspected["differing"] == [
        {"kind": "unit", "id": each, "filers": ["d-a", "d-b"]} for each in ("u1", "u2")
    ]
    assert answer["positions"] == form["positions"]


async def test_only_for_who_sees_all_filers(reporting: RunningReporting) -> None:
    refused = await ask(reporting, role="officer")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
    assert (await ask(reporting, township="500000000")).status_code == 404
    assert (await ask(reporting, limit=1001)).status_code == 422


async def test_a_dashboards_key_hears_how_many_differ_and_not_which(reporting: RunningReporting) -> None:
    office, board = [(await ask(reporting, role=role)).json() for role in ("safety_office", "dashboard")]
    for seen, known in zip(board["columns"], office["columns"], strict=True):
        assert (seen["differing"], seen["more"]) == ([], len(known["differing"]) + known["more"])
        assert (seen["sum"], seen["distinct"], seen["town"]) == (
            known["sum"],
            known["distinct"],
            known["town"],
        )
    assert any(column["more"] for column in board["columns"])
