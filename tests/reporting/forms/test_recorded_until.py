"""The forms as recorded before a moment, on real servers: what it resolves to, for ever, and when not yet."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
import pytest

from services.reporting.forms.answers import FormAnswer
from services.reporting.read_model import FIGURES
from shared.instant import write_instant
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, at, open_campaign, town
from tests.reporting.telling import closed, found, penalty, unit, visit, voided
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

Databases = Callable[[str], Awaitable[TestDatabase]]

OTHER_TOWN = "500112999"
MICROSECOND = timedelta(microseconds=1)
LATER = at("2026-01-01")
"""After everything that is told."""


def telling() -> Story:
    """Two towns, whose events take turns in both logs."""
    story = town()
    unit(story, grade="red")
    visit(story, with_=["d-b"])
    story.township = OTHER_TOWN
    for name, kind in (("d-a", "department"), ("v-e", "village")):
        story.tell("organisation.registered", "12-01", name, name=name, kind=kind)
    open_campaign(story)
    unit(story, "elsewhere")
    found(story, "elsewhere", "12-05", unit_id="elsewhere")
    story.township = TOWN
    found(story, "h1", "12-10", by="v-e")
    closed(story, "12-20", "h1")
    penalty(story, when="12-21", fen=1_200_001)
    return story


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Databases, tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, telling()) as running:
        await running.publish()
        yield running


def counted(story: Story, until: datetime) -> dict[str, int]:
    """Independently of tables: how many events of each log were recorded before it."""
    return {log: sum(one.recorded < until for one in events) for log, events in story.logs.items()}


def named(positions: dict[str, int]) -> str:
    return ",".join(f"{log}:{position}" for log, position in positions.items())


async def announce_all(reporting: RunningReporting, until: datetime) -> None:
    for log in reporting.story.logs:
        await reporting.announce(log, until)


async def assert_same_as_by_positions(reporting: RunningReporting, until: datetime, annex: str) -> None:
    positions = counted(reporting.story, until)
    by_time = await reporting.get(annex, recorded_until=write_instant(until))
    by_positions = await reporting.get(annex, positions=named(positions))
    assert by_time.status_code == by_positions.status_code, by_time.text
    if by_positions.status_code == 200:
        told = by_time.json()
        FormAnswer.model_validate(told)
        assert told.pop("recorded_until") == write_instant(until)
        assert told == by_positions.json()
    else:
        assert by_time.json()["code"] == by_positions.json()["code"] == "not_found"


async def test_the_bound_is_exclusive_at_every_event_of_both_logs(reporting: RunningReporting) -> None:
    await announce_all(reporting, LATER)
    for log in reporting.story.logs:
        for event in reporting.story.logs[log][-4:]:
            for until in (event.recorded - MICROSECOND, event.recorded, event.recorded + MICROSECOND):
                await assert_same_as_by_positions(reporting, until, "annex-4")


async def test_any_moment_is_the_positions_counted_from_what_was_recorded(
    reporting: RunningReporting, seed: int
) -> None:
    await announce_all(reporting, LATER)
    rng = Random(seed)
    moments = [event.recorded for events in reporting.story.logs.values() for event in events]
    for _ in range(20):
        until = rng.choice(moments) + rng.choice([-1, 0, 1]) * timedelta(microseconds=rng.randrange(10**11))
        await assert_same_as_by_positions(reporting, min(until, LATER), rng.choice(["annex-3", "annex-4"]))


async def test_without_announcements_the_event_applied_last_is_what_is_certain(
    reporting: RunningReporting,
) -> None:
    """The registry's last event came first: its log may still have recorded more before the other's last."""
    last = min(events[-1].recorded for events in reporting.story.logs.values())
    await assert_same_as_by_positions(reporting, last, "annex-4")
    await assert_same_as_by_positions(reporting, last + MICROSECOND, "annex-4")
    beyond = await reporting.get("annex-4", recorded_until=write_instant(last + 2 * MICROSECOND))
    assert (beyond.status_code, beyond.json()["code"]) == (409, "not_final")
    for language in ("zh", "en"):
        assert "registry" in beyond.json()[language]
        assert write_instant(last + MICROSECOND) in beyond.json()[language]


async def test_it_is_final_up_to_what_every_log_has_closed(reporting: RunningReporting) -> None:
    async def answered(until: datetime) -> int:
        return (await reporting.get("annex-3", recorded_until=write_instant(until))).status_code

    await reporting.announce("registry", LATER)
    assert await answered(LATER) == 409
    await reporting.announce("hazards", LATER - timedelta(seconds=1))
    assert await answered(LATER) == 409
    assert await answered(LATER - timedelta(seconds=1) + MICROSECOND) == 200
    await reporting.announce("hazards", LATER)
    assert await answered(LATER + MICROSECOND) == 200
    assert await answered(LATER + 2 * MICROSECOND) == 409


async def test_announcements_of_another_log_or_of_what_has_not_come_are_no_reason(
    reporting: RunningReporting,
) -> None:
    await reporting.announce("registry", LATER)
    await reporting.announce("hazards", LATER, log_id="begun-anew")
    refused = await reporting.get("annex-3", recorded_until=write_instant(LATER))
    assert (refused.json()["code"], "hazards" in refused.json()["en"]) == ("not_final", True)
    found(reporting.story, "h2", "12-31")
    await reporting.announce("hazards", LATER)
    assert (await reporting.get("annex-3", recorded_until=write_instant(LATER))).status_code == 409
    await reporting.publish()
    await assert_same_as_by_positions(reporting, LATER, "annex-3")


async def test_the_same_for_ever_whatever_is_recorded_corrected_or_folded_anew(
    bus: TestBus, service_database: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked at a moment that only announcements made final, and at one in between."""
    story, database = telling(), await service_database("reporting")
    moments = [at("12-15"), at("12-25")]
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()

    async def answers(reporting: RunningReporting) -> list[dict[str, object]]:
        return [await reporting.document("annex-4", recorded_until=write_instant(each)) for each in moments]

    async with running_reporting(bus, database, tmp_path / "before", story) as reporting:
        await reporting.publish()
        await announce_all(reporting, at("12-25"))
        before = await answers(reporting)
        assert before[0] != before[1]
        voided(story, "h1", when="12-26")
        await reporting.announce("hazards", at("12-27"))
        assert await answers(reporting) == before
        story.tell("unit.graded", "12-28", "u1", grade="blue")
        await reporting.publish()
        assert await answers(reporting) == before
        assert (await reporting.document("annex-4"))["digest"] != before[1]["digest"]
    for place in ("app", "reading.answering", "settled.statements"):
        monkeypatch.setattr(
            f"services.reporting.{place}.FIGURES", replace(FIGURES, version=FIGURES.version + 1)
        )
    async with running_reporting(bus, database, tmp_path / "after", story) as reporting:
        await reporting.publish()
        assert await answers(reporting) == before


async def test_entity_tags_follow_the_positions_that_it_resolves_to(reporting: RunningReporting) -> None:
    asked = {"recorded_until": write_instant(at("12-15"))}
    await announce_all(reporting, at("12-22"))
    for form in ("annex-4", "annex-4.xlsx"):
        tag = {"If-None-Match": (await reporting.get(form, **asked)).headers["etag"]}
        assert (await reporting.get(form, headers=tag, **asked)).status_code == 304
        other = {"recorded_until": write_instant(at("12-15") + MICROSECOND)}
        assert (await reporting.get(form, headers=tag, **other)).status_code == 200
    found(reporting.story, "h2", "12-31")
    await reporting.publish()
    assert (await reporting.get(form, headers=tag, **asked)).status_code == 304


async def test_the_two_times_are_independent(reporting: RunningReporting) -> None:
    """Closed on the 20th: known since then, and only at a cut-off after that."""

    async def closures(**asked: datetime) -> object:
        written = {name: write_instant(moment) for name, moment in asked.items()}
        rows = (await reporting.document("annex-4", **written))["rows"]
        return next(row["cells"]["hazards_closed"] for row in rows if row["filer"]["id"] == "v-e")

    await announce_all(reporting, LATER)
    assert await closures(occurred_until=at("12-25"), recorded_until=at("12-25")) == 1
    assert await closures(occurred_until=at("12-15"), recorded_until=at("12-25")) == 0
    assert await closures(occurred_until=at("12-25"), recorded_until=at("12-15")) == 0


async def test_a_plus_that_was_not_escaped(reporting: RunningReporting) -> None:
    answer = await reporting.client.get(
        f"/campaigns/{CAMPAIGN}/annex-4?recorded_until=2024-11-30T00:00:00+08:00",
        headers={"Authorization": f"Bearer {reporting.issuer.token(role='leader', organisation=None)}"},
    )
    assert answer.json()["recorded_until"] == "2024-11-29T16:00:00.000000Z"


async def test_both_ways_to_say_as_recorded_when_are_refused(reporting: RunningReporting) -> None:
    for form in ("annex-3", "annex-3.xlsx"):
        refused = await reporting.get(form, recorded_until="2024-11-30T00:00:00Z", positions="hazards:1")
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
        assert "recorded_until" in refused.json()["en"]
        assert "positions" in refused.json()["en"]


async def test_positions_are_of_the_whole_log_and_figures_of_the_own_town(
    reporting: RunningReporting,
) -> None:
    await announce_all(reporting, LATER)
    until = write_instant(at("12-08"))
    here = await reporting.document("annex-3", recorded_until=until)
    there = await reporting.document("annex-3", recorded_until=until, township=OTHER_TOWN)
    assert here["positions"] == there["positions"] == counted(reporting.story, at("12-08"))
    found_by = {
        name: [(row["filer"]["id"], row["cells"]["hazards_found"]) for row in answer["rows"]]
        for name, answer in {"here": here, "there": there}.items()
    }
    assert found_by == {"here": [("d-a", 0), ("d-b", 0)], "there": [("d-a", 1), ("d-b", 0)]}


async def test_a_reporter_gets_the_own_row_as_recorded_then(reporting: RunningReporting) -> None:
    asked = {"recorded_until": write_instant(at("12-15"))}
    await announce_all(reporting, LATER)
    own = await reporting.document("annex-4", role="reporter", organisation="v-e", **asked)
    everybody = await reporting.document("annex-4", **asked)
    assert own["rows"] == [row for row in everybody["rows"] if row["filer"]["id"] == "v-e"]
    assert "totals" not in own
    assert own["positions"] == everybody["positions"]


async def test_the_spreadsheet_says_as_recorded_until_when(reporting: RunningReporting) -> None:
    await announce_all(reporting, LATER)
    answer = await reporting.get("annex-4.xlsx", recorded_until=write_instant(at("12-15")))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert "按 2024-12-15 00:00:00 之前的记录" in sheet.oddFooter.left.text
