"""Series over HTTP: each point is the form of that moment, and nobody sees more than in the form."""

import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from services.reporting.series.answers import SeriesAnswer
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.telling import penalty
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


async def assert_points_are_forms(reporting: RunningReporting, annex: str, **how: str) -> dict[str, Any]:
    found = await reporting.document(f"{annex}/series", **how)
    SeriesAnswer.model_validate(found)
    township = {"township": how["township"]} if "township" in how else {}
    positions = ",".join(f"{log}:{position}" for log, position in found["positions"].items())
    for at, point in enumerate(found["points"]):
        until = point["occurred_until"]
        form = await reporting.document(annex, positions=positions, occurred_until=until, **township)
        cells = {row["filer"]["id"]: row["cells"] for row in form["rows"]}
        assert {row["filer"]["id"]: _at(row["values"], at) for row in found["rows"]} == cells, until
        assert _at(found["totals"]["sum"], at) == form["totals"]["sum"]
        assert _at(found["totals"]["distinct"], at) == form["totals"]["distinct"]
    return found


def _at(values: dict[str, list[int | str]], at: int) -> dict[str, int | str]:
    return {key: of_column[at] for key, of_column in values.items()}


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
async def test_each_point_is_the_form_of_that_moment(reporting: RunningReporting, annex: str) -> None:
    found = await assert_points_are_forms(
        reporting, annex, by="period", occurred_until="2025-02-01T00:00:00Z"
    )
    assert len(found["points"]) == 4
    found = await assert_points_are_forms(
        reporting, annex, occurred_until="2024-11-28T09:00:00+08:00", policy="2"
    )
    assert len(found["points"]) == 14
    assert ("uncredited" in found["totals"]) == (annex == "annex-3")


async def test_by_day_up_to_the_report_itself(reporting: RunningReporting) -> None:
    found = await reporting.document("annex-3/series", columns="fines,inspected", filers="d-b,total:sum")
    assert len(found["points"]) == 106
    assert found["points"][-1] == {"occurred_until": found["occurred_until"]}
    assert [column["key"] for column in found["columns"]] == ["inspected", "fines"]
    (row,) = found["rows"]
    assert (row["filer"]["id"], row["values"]["inspected"][-1]) == ("d-b", 2)
    assert found["totals"]["sum"]["fines"][-1] == "1.200001"
    assert set(found["totals"]) == {"sum"}


async def test_of_another_town_with_the_same_ids(reporting: RunningReporting) -> None:
    found = await assert_points_are_forms(reporting, "annex-3", by="period", township=ELSEWHERE)
    here = await reporting.document("annex-3/series", by="period")
    assert (_last(found, "inspected"), _last(here, "inspected")) == (2, 3)


def _last(found: dict[str, Any], column: str) -> Any:
    return found["totals"]["sum"][column][-1]


async def test_who_sees_only_the_own_row(reporting: RunningReporting) -> None:
    own = {"role": "officer", "organisation": "d-a"}
    found = await reporting.document("annex-3/series", **own)
    assert ([row["filer"]["id"] for row in found["rows"]], "totals" in found) == (["d-a"], False)
    assert (await reporting.document("annex-4/series", **own))["rows"] == []
    for filers in ("d-b", "d-a,d-b", "total:sum", "uncredited", "nobody"):
        refused = await reporting.get("annex-3/series", filers=filers, **own)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_yours"), filers
    assert (await reporting.get("annex-3/series", role="operator")).status_code == 403
    assert (await reporting.document("annex-3/series", role="dashboard"))["totals"]


async def test_what_is_not_there_is_refused(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for annex, parameters in [
        ("annex-3", {"columns": "referred_to_town"}),
        ("annex-3", {"columns": ""}),
        ("annex-3", {"columns": "units,nothing"}),
        ("annex-4", {"columns": "fines"}),
        ("annex-3", {"filers": "v-e"}),
        ("annex-3", {"filers": ""}),
        ("annex-3", {"filers": "d-a,nobody"}),
        ("annex-3", {"by": "week"}),
        ("annex-3", {"from": "2024-12-01"}),
    ]:
        with subtests.test(annex=annex, parameters=parameters):
            for series in ("series", "series.csv"):
                refused = await reporting.get(f"{annex}/{series}", **parameters)
                assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_a_listed_filer_has_zeros_and_another_has_none_before_it_has_something(
    reporting: RunningReporting,
) -> None:
    penalty(reporting.story, "p-c", "12-12", by="d-c")
    await reporting.publish()
    asked = {"filers": "d-b,d-c", "columns": "penalised", "by": "period"}
    found = await assert_points_are_forms_of(reporting, **asked)
    assert [row["values"] for row in found["rows"]] == [
        {"penalised": [0, 0, 0, 0]},
        {"penalised": [None, 1, 1, 1]},
    ]
    table = (await reporting.get("annex-3/series.csv", **asked)).text.splitlines()
    assert table[2].endswith(",—")


async def assert_points_are_forms_of(reporting: RunningReporting, **asked: str) -> dict[str, Any]:
    """A value is null where the form of that moment has no row."""
    found = await reporting.document("annex-3/series", **asked)
    for at, point in enumerate(found["points"]):
        form = await reporting.document("annex-3", occurred_until=point["occurred_until"])
        rows = {row["filer"]["id"] for row in form["rows"]}
        shown = {row["filer"]["id"] for row in found["rows"] if row["values"]["penalised"][at] is not None}
        assert shown == rows & set(asked["filers"].split(","))
    return found


async def test_nothing_new_is_answered_with_304(reporting: RunningReporting) -> None:
    first = await reporting.get("annex-3/series", columns="units")
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await reporting.get("annex-3/series", headers=tag, columns="units")).status_code == 304
    for other in ({"columns": "fines"}, {"columns": "units", "by": "period"}, {"filers": "d-a"}):
        assert (await reporting.get("annex-3/series", headers=tag, **other)).status_code == 200
    assert (await reporting.get("annex-3/series.csv", headers=tag, columns="units")).status_code == 200


async def test_as_csv(reporting: RunningReporting) -> None:
    answer = await reporting.get("annex-3/series.csv", by="period", columns="hazards_found,fines")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="annex-3-series.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert lines[0] == ["统计截至", "填报单位", "隐患总数·排查（条）", "行政罚款（万元）"]
    assert [line[1] for line in lines[1:6]] == ["甲科", "乙科", "简单合计", "去重合计", "未计入填报单位"]
    assert lines[1] == ["2024-11-30 18:00:00", "甲科", "1", "0.0000"]
    assert lines[-4] == ["2025-03-01 00:00:00", "乙科", "1", "0.0000"]
    assert len(lines) == 1 + 4 * 5
