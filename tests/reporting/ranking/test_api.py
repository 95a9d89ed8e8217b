"""Rankings over HTTP."""

import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from services.reporting.counting.columns import columns_of
from services.reporting.ranking.answers import RankingAnswer
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

EARLIER = {"occurred_until": "2024-12-27T00:00:00+08:00"}


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, two_towns()) as running:
        await running.publish()
        yield running


def order(document: dict[str, Any]) -> list[tuple[int | None, str, Any]]:
    return [(row["rank"], row["filer"]["id"], row["value"]) for row in document["rows"]]


async def test_by_any_column_with_the_values_of_the_form(reporting: RunningReporting) -> None:
    for annex in ("annex-3", "annex-4"):
        for how in ({}, EARLIER, {"township": ELSEWHERE}):
            form = await reporting.document(annex, **how)
            for column in columns_of(annex):
                found = await reporting.document(f"{annex}/ranking", by=column.key, **how)
                RankingAnswer.model_validate(found)
                cells = {row["filer"]["id"]: row["cells"][column.key] for row in form["rows"]}
                assert {filer: value for _, filer, value in order(found)} == cells
                values = [float(value) for *_, value in order(found)]
                assert values == sorted(values, reverse=True)


async def test_by_rates(reporting: RunningReporting) -> None:
    closing = await reporting.document("annex-3/ranking", by="closing_rate", **EARLIER)
    assert order(closing) == [(1, "d-a", "50.0"), (2, "d-b", "0.0")]
    assert (closing["label"], closing["first"]) == ("整改率（%）", "largest")
    assert (closing["rows"][0]["numerator"], closing["rows"][0]["denominator"]) == (1, 2)
    covered = await reporting.document("annex-4/ranking", by="coverage_rate")
    assert order(covered) == [(1, "v-e", "75.0"), (2, "v-w", "0.0")]
    unranked = await reporting.document("annex-3/ranking", by="coverage_rate")
    assert order(unranked)[-1] == (None, "d-b", None)


async def test_what_is_not_there_is_refused(reporting: RunningReporting) -> None:
    for annex, by in (("annex-4", "fines"), ("annex-3", "referred_to_town"), ("annex-3", "luck")):
        refused = await reporting.get(f"{annex}/ranking", by=by)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert (await reporting.get("annex-3/ranking")).status_code == 422


async def test_who_sees_what(reporting: RunningReporting) -> None:
    own = await reporting.document("annex-3/ranking", by="units", role="officer", organisation="d-b")
    assert order(own) == [(1, "d-b", 0)]
    assert len((await reporting.document("annex-3/ranking", by="units", role="dashboard"))["rows"]) == 2
    assert (await reporting.get("annex-3/ranking", by="units", role="operator")).status_code == 403


async def test_as_csv_and_304(reporting: RunningReporting) -> None:
    answer = await reporting.get("annex-3/ranking.csv", by="coverage_rate")
    assert answer.headers["content-disposition"].endswith('filename="annex-3-ranking-coverage_rate.csv"')
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert lines == [
        ["统计截至", "名次", "填报单位", "检查覆盖率（%）", "分子", "分母"],
        ["2025-03-01 00:00:00", "1", "甲科", "50.0", "2", "4"],
        ["2025-03-01 00:00:00", "—", "乙科", "—", "0", "0"],
    ]
    tag = {"If-None-Match": answer.headers["etag"]}
    again = await reporting.get("annex-3/ranking.csv", by="coverage_rate", headers=tag)
    assert again.status_code == 304
    assert (await reporting.get("annex-3/ranking.csv", by="fines", headers=tag)).status_code == 200
