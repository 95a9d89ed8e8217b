"""What becomes of hazards over HTTP: as the form counts them, to the day, and own rows alone."""

import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from services.reporting.rectification.answers import AgeingAnswer, OverdueAnswer, TimeToCloseAnswer
from shared.clock import DemoTime
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import at
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock

Databases = Callable[[str], Awaitable[TestDatabase]]
QUESTIONS = ("ageing", "overdue", "time-to-close")
LATER = {"occurred_until": "2024-12-27T00:00:00+08:00"}


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Databases, tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, two_towns()) as running:
        await running.publish()
        yield running


def of(document: dict[str, Any], filer: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in document["rows"] if row["filer"]["id"] == filer)
    return found


async def test_the_open_ones_are_those_of_the_form(reporting: RunningReporting) -> None:
    for annex in ("annex-3", "annex-4"):
        for how in ({}, LATER, {"township": ELSEWHERE}):
            form = await reporting.document(annex, **how)
            ages = await reporting.document(f"{annex}/ageing", **how)
            times = await reporting.document(f"{annex}/time-to-close", **how)
            distinct = form["totals"]["distinct"]
            assert ages["total"]["open"] == distinct["hazards_found"] - distinct["hazards_closed"]
            assert times["total"]["closed"] == distinct["hazards_closed"]
            for row in form["rows"]:
                cells, said = row["cells"], of(ages, row["filer"]["id"])
                assert said["open"] == cells["hazards_found"] - cells["hazards_closed"]
                assert said["major"] == cells["major_found"] - cells["major_closed"]


async def test_ageing(reporting: RunningReporting) -> None:
    found = await reporting.document("annex-3/ageing", **LATER)
    AgeingAnswer.model_validate(found)
    assert found["day"] == "2024-12-27"
    assert [each["open"] for each in of(found, "d-a")["buckets"]] == [0, 0, 1, 0, 0]
    assert [each["open"] for each in found["total"]["buckets"]] == [1, 0, 2, 0, 0]
    assert [each["from_days"] for each in found["buckets"]] == [0, 8, 16, 31, 61]


async def test_overdue(reporting: RunningReporting) -> None:
    found = await reporting.document("annex-3/overdue", **LATER)
    OverdueAnswer.model_validate(found)
    late = {"open": 1, "without_plan": 0, "overdue": 1, "overdue_major": 0}
    assert of(found, "d-a") == {"filer": {"id": "d-a", "name": "甲科"}} | late
    assert found["total"] == {"open": 3, "without_plan": 2, "overdue": 1, "overdue_major": 0}
    before = await reporting.document("annex-3/overdue", occurred_until="2024-12-15T23:59:00+08:00")
    assert before["total"]["overdue"] == 0
    unplanned = await reporting.document("annex-3/overdue", occurred_until="2024-12-02T00:00:00+08:00")
    assert (unplanned["total"]["open"], unplanned["total"]["without_plan"]) == (1, 1)


async def test_time_to_close(reporting: RunningReporting) -> None:
    found = await reporting.document("annex-3/time-to-close")
    TimeToCloseAnswer.model_validate(found)
    assert of(found, "d-a") == {
        "filer": {"id": "d-a", "name": "甲科"}, "closed": 1, "median": "5.0", "mean": "5.0", "p90": 5,
    }  # fmt: skip
    assert of(found, "d-b")["median"] is None
    villages = await reporting.document("annex-4/time-to-close", **LATER)
    assert of(villages, "v-e")["p90"] == 15
    assert (await reporting.document("annex-4/time-to-close"))["total"]["closed"] == 0


@pytest.mark.parametrize("question", QUESTIONS)
async def test_who_sees_what(reporting: RunningReporting, question: str) -> None:
    own = await reporting.document(f"annex-3/{question}", role="officer", organisation="d-a")
    assert ([row["filer"]["id"] for row in own["rows"]], "total" in own) == (["d-a"], False)
    assert (await reporting.document(f"annex-3/{question}", role="dashboard"))["total"]
    assert (await reporting.get(f"annex-3/{question}", role="operator")).status_code == 403
    assert (await reporting.get(f"annex-3/{question}", filers="d-a")).status_code == 422
    lines = await csv_lines(reporting, question, role="officer", organisation="d-a")
    assert [line[1] for line in lines[1:]] == ["甲科"]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_nothing_new_is_answered_with_304(reporting: RunningReporting, question: str) -> None:
    first = await reporting.get(f"annex-3/{question}")
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await reporting.get(f"annex-3/{question}", headers=tag)).status_code == 304
    assert (await reporting.get(f"annex-3/{question}.csv", headers=tag)).status_code == 200


async def csv_lines(reporting: RunningReporting, question: str, **how: Any) -> list[list[str]]:
    answer = await reporting.get(f"annex-3/{question}.csv", **how)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_as_csv(reporting: RunningReporting) -> None:
    ages = await csv_lines(reporting, "ageing", **LATER)
    assert ages[0][:7] == [
        "统计截至", "填报单位", "计算至", "未整改（条）", "其中重大（条）",
        "7天及以内未整改（条）", "7天及以内其中重大（条）",
    ]  # fmt: skip
    assert ages[1] == ["2024-12-27 00:00:00", "甲科", "2024-12-27", *"1000001000", "0", "0"]
    late = await csv_lines(reporting, "overdue", **LATER)
    assert late[-1] == ["2024-12-27 00:00:00", "去重合计", "2024-12-27", "3", "2", "1", "0"]
    times = await csv_lines(reporting, "time-to-close", **LATER)
    assert times[2] == ["2024-12-27 00:00:00", "乙科", "0", "—", "—", "—"]


async def test_while_the_cut_off_is_to_come_ages_are_counted_to_today(
    bus: TestBus, service_database: Databases, tmp_path: Path
) -> None:
    """By the clock of the demonstration, the third day after the deadline; the report is the same."""
    database, start = await service_database("reporting"), at("12-18 12:00")
    clock = keep_clock(tmp_path, DemoTime(start=start, anchor=start.now(start.tzinfo), speed=1))
    async with running_reporting(bus, database, tmp_path, two_towns(), demo_clock_file=clock) as running:
        await running.publish()
        late = await running.document("annex-3/overdue")
        assert (late["day"], late["occurred_until"]) == ("2024-12-18", "2025-02-28T16:00:00.000000Z")
        assert late["total"]["overdue"] == 1
