"""Coverage over HTTP."""

import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from io import StringIO
from pathlib import Path

import pytest

from services.reporting.coverage.answers import CoverageAnswer
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, two_towns()) as running:
        await running.publish()
        yield running


async def test_of_departments(reporting: RunningReporting) -> None:
    found = await reporting.document("annex-3/coverage")
    CoverageAnswer.model_validate(found)
    said = {"units": 4, "inspected": 2, "rate": "50.0", "inspected_by_filer": 1, "rate_by_filer": "25.0"}
    none = {"units": 0, "inspected": 0, "rate": None, "inspected_by_filer": 0, "rate_by_filer": None}
    assert [row["filer"]["id"] for row in found["rows"]] == ["d-a", "d-b"]
    assert found["rows"] == [
        {"filer": {"id": "d-a", "name": "甲科"}} | said,
        {"filer": {"id": "d-b", "name": "乙科"}} | none,
    ]
    assert found["total"] == said


async def test_of_villages_and_at_another_time(reporting: RunningReporting) -> None:
    found = await reporting.document("annex-4/coverage", occurred_until="2024-12-01T00:00:00Z")
    assert found["total"] == {"units": 5, "inspected": 1, "rate": "20.0"}
    elsewhere = await reporting.document("annex-4/coverage", township=ELSEWHERE)
    here = await reporting.document("annex-4/coverage")
    assert (elsewhere["total"]["inspected"], here["total"]["inspected"]) == (2, 3)


async def test_who_sees_what(reporting: RunningReporting) -> None:
    own = await reporting.document("annex-4/coverage", role="reporter", organisation="v-w")
    assert ([row["filer"]["id"] for row in own["rows"]], "total" in own) == (["v-w"], False)
    assert (await reporting.document("annex-3/coverage", role="dashboard"))["total"]
    assert (await reporting.get("annex-3/coverage", role="operator")).status_code == 403


async def test_as_csv_and_304(reporting: RunningReporting) -> None:
    answer = await reporting.get("annex-3/coverage.csv")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert lines[0][2:] == [
        "监管单位（家）", "已检查（家）", "检查覆盖率（%）", "本单位检查（家）", "本单位检查覆盖率（%）",
    ]  # fmt: skip
    assert lines[2] == ["2025-03-01 00:00:00", "乙科", "0", "0", "—", "0", "—"]
    assert lines[3][1] == "去重合计"
    villages = await reporting.get("annex-4/coverage.csv")
    assert len(villages.text.splitlines()[0].split(",")) == 5
    tag = {"If-None-Match": answer.headers["etag"]}
    assert (await reporting.get("annex-3/coverage.csv", headers=tag)).status_code == 304
    assert (await reporting.get("annex-3/coverage", headers=tag)).status_code == 200
