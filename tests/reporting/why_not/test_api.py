"""Why-not over HTTP: kept and recounted alike, for those who may ask, and nothing said to others."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.instant import microseconds, parse_instant
from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, open_campaign, town
from tests.reporting.telling import (
    closed,
    found,
    listed,
    merged,
    penalty,
    referred,
    reopened,
    unit,
    visit,
    voided,
)
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

ELSEWHERE = "500000001"
ANOTHER = {"role": "officer", "organisation": "d-a"}


def told() -> Story:
    """h1, h2 and u9 are of 乙科 alone; the other town has a hazard h1 and a unit u1 of its own."""
    story = town()
    for number in range(1, 5):
        unit(story, f"u{number}")
    unit(story, "u9", department="d-b")
    visit(story, "i1", by="g-1", unit_id="u1", participants=["o-leader"])
    visit(story, "i3", by="d-a", unit_id="u3")
    visit(story, "i9", by="d-b", unit_id="u9")
    visit(story, "厂/1", by="d-a", unit_id="厂/1", when="11-01")
    merged(story, "u3", "u2", "unit")
    penalty(story, "p1", unit_id="u1", fen=12345)
    found(story, "h1", by="d-b")
    found(story, "h2", by="d-b")
    found(story, "h3", by="d-a")
    found(story, "h4", by="v-e")
    listed(story, by="d-a", id_="h4")
    voided(story, "h2")
    closed(story, "12-12", "h3")
    reopened(story, "12-20", "h3")
    for hazard, into in (("h10", "h11"), ("h11", "h12"), ("h12", None)):
        found(story, hazard, by="d-b")
        if into is not None:
            merged(story, hazard, into)
    referred(story, id_="h10")
    merged(story, "u4", "u3", "unit")
    story.taken_back("hazard", "h5", found(story, "h5", by="d-a"))
    _elsewhere(story)
    return story


def _elsewhere(story: Story) -> None:
    there = Story(ELSEWHERE, story.logs, story._versions)
    there.tell("organisation.registered", "2024-01-01", "d-a", name="他镇甲科", kind="department")
    open_campaign(there)
    unit(there, "u1", department="d-a")
    found(there, "h1", by="d-a")
    found(there, "h7", by="d-a")


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, told()) as reporting:
        await reporting.publish()
        yield reporting


async def ask(
    reporting: RunningReporting,
    place: str,
    role: str = "safety_office",
    organisation: str | None = None,
    township: str = TOWN,
    annex: str = "annex-3",
    **parameters: Any,
) -> httpx.Response:
    filer, column, subject = place.split("/", 2)
    path = f"/campaigns/{CAMPAIGN}/{annex}/cells/{filer}/{column}/why-not/{subject}"
    return await asked(reporting, "GET", path, role, organisation, township, params=parameters)


async def why_not(reporting: RunningReporting, place: str, **parameters: Any) -> dict[str, Any]:
    answer = await ask(reporting, place, **parameters)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_kept_and_recounted_say_the_same(reporting: RunningReporting) -> None:
    """And what they say is counted is what stands behind the cell."""
    form = await reporting.document("annex-3")
    positions = ",".join(f"{log}:{position}" for log, position in form["positions"].items())
    again = {"positions": positions, "occurred_until": form["occurred_until"], "policy": "2"}
    subjects = {
        "units": ["u1", "u2", "u3", "u8"], "inspected": ["u1", "u2", "u3", "u4", "u9", "厂/1", "i3", "i9"],
        "hazards_found": ["h1", "h2", "h3", "h4", "h5"], "hazards_closed": ["h3"],
        "supervised": ["h4", "h11"], "referred_to_district": ["h10", "h11", "h12", "h3"],
        "fines": ["p1", "u1"], "penalised": ["u1", "u2", "p1"], "cases_referred": ["c1"],
    }  # fmt: skip
    for column, ids in subjects.items():
        for filer in ("d-a", "total:sum", "total:distinct", "uncredited"):
            for id_ in ids:
                kept = await why_not(reporting, f"{filer}/{column}/{id_}")
                recounted = await why_not(reporting, f"{filer}/{column}/{id_}", **again)
                named = ("policy", "policy_hash", "policy_dated")
                assert {**kept, **dict.fromkeys(named)} == {**recounted, **dict.fromkeys(named)}
                assert ("subjects" in kept, "reason" in kept) == (kept["counted"], not kept["counted"])


async def test_what_is_counted_is_shown_as_behind_the_cell(reporting: RunningReporting) -> None:
    answer = await why_not(reporting, "d-a/inspected_by_leader/u1")
    token = reporting.issuer.token(sub="a", role="auditor", township=TOWN)
    behind = await reporting.client.get(
        f"/campaigns/{CAMPAIGN}/annex-3/cells/d-a/inspected_by_leader",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer["counted"] is True
    assert answer["subjects"] == behind.json()["subjects"]
    assert answer["subject"] == {"kind": "unit", "id": "u1"}


async def test_a_reason_names_its_events_with_both_times_and_who_entered_them(
    reporting: RunningReporting,
) -> None:
    answer = await why_not(reporting, "d-a/hazards_closed/h3")
    assert answer["counted"] is False
    reason = answer["reason"]
    assert reason["code"] == "reopened"
    assert reason["message"].startswith("销号后回头看不合格")
    (event,) = reason["events"]
    told = reporting.story.logs["hazards"][event["position"] - 1]
    assert (event["log"], event["type"]) == ("hazards", told.type) == ("hazards", "hazard.look_back_failed")
    assert microseconds(parse_instant(event["occurred"])) == microseconds(told.occurred)
    assert microseconds(parse_instant(event["recorded"])) == microseconds(told.recorded)
    assert (event["actor"], event["organisation"]) == (told.actor, told.actor_organisation)


async def test_reasons(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for question, code, more in [
        ("d-a/hazards_found/h1", "by_another", {"filer": "d-b"}),
        ("d-a/hazards_found/h5", "taken_back", {}),
        ("d-a/hazards_found/h7", "not_known", {}),
        ("d-a/inspected/u3", "merged", {"survivor": {"kind": "unit", "id": "u2", "counted": True}}),
        ("d-a/inspected/厂/1", "before_window", {}),
        ("d-b/units/u1", "of_another", {"filer": "d-a"}),
    ]:
        with subtests.test(question=question, code=code, more=more):
            reason = (await why_not(reporting, question))["reason"]
            assert reason["code"] == code
            assert {name: reason[name] for name in ("filer", "survivor") if name in reason} == more


async def test_one_id_of_two_kinds(reporting: RunningReporting) -> None:
    """The column's own kind first; `kind` chooses; what is known goes before what is not."""
    assert (await why_not(reporting, "d-a/inspected/厂/1"))["subject"]["kind"] == "unit"
    visited = await why_not(reporting, "d-a/inspected/厂/1", kind="inspection")
    assert visited["subject"] == {"kind": "inspection", "id": "厂/1"}
    assert (await why_not(reporting, "d-a/inspected/i3"))["subject"]["kind"] == "inspection"
    assert (await why_not(reporting, "d-a/fines/nowhere"))["subject"]["kind"] == "penalty"
    refused = await ask(reporting, "d-a/inspected/u1", kind="hazard")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_before_it_was_recorded_it_was_not_known(reporting: RunningReporting) -> None:
    """An owner is told so as well: what it owns is judged by what is recorded now."""
    for who in ({}, ANOTHER):
        answer = await why_not(reporting, "d-a/hazards_found/h3", positions="hazards:1", **who)
        assert answer["reason"]["code"] == "not_known"
        assert answer["positions"]["hazards"] == 1


async def test_each_town_has_its_own(reporting: RunningReporting) -> None:
    assert (await why_not(reporting, "d-a/hazards_found/h1"))["counted"] is False
    there = await why_not(reporting, "d-a/hazards_found/h1", township=ELSEWHERE)
    assert there["counted"] is True
    again = await why_not(reporting, "d-a/hazards_found/h1", township=ELSEWHERE, policy="2")
    assert again["subjects"] == there["subjects"]


def said(answer: httpx.Response) -> dict[str, Any]:
    """All but what repeats the request."""
    body: dict[str, Any] = answer.json()
    return {name: value for name, value in body.items() if name not in ("instance", "correlationid")}


@pytest.mark.parametrize("parameters", [{}, {"policy": "2"}, {"positions": "hazards:1"}])
async def test_who_has_nothing_to_do_with_it_hears_nothing_of_it(
    reporting: RunningReporting, parameters: dict[str, str]
) -> None:
    """Known, voided, another town's or unknown; of another's cell or of one's own: the same to the byte."""
    asked = [
        "d-a/hazards_found/h1",
        "d-a/hazards_found/h2",
        "d-a/hazards_found/h7",
        "d-a/hazards_found/h99",
        "d-a/inspected/u9",
        "d-a/inspected/i9",
        "d-a/units/nowhere",
        "d-b/hazards_found/h1",
        "total:sum/hazards_found/h3",
    ]
    answers = [await ask(reporting, each, **ANOTHER, **parameters) for each in asked]
    assert {answer.status_code for answer in answers} == {403}
    assert answers[0].json()["code"] == "not_yours"
    assert [said(answer) for answer in answers] == [said(answers[0])] * len(asked)
    heads = [{name for name in answer.headers if name != "x-correlation-id"} for answer in answers]
    assert heads == [heads[0]] * len(asked)


async def test_a_filer_may_ask_for_its_own(reporting: RunningReporting) -> None:
    for own in ("hazards_found/h3", "inspected/u1", "inspected/u4", "fines/p1", "supervised/h4"):
        for parameters in ({}, {"policy": "2"}):
            answer = await ask(reporting, f"d-a/{own}", **ANOTHER, **parameters)
            assert answer.status_code == 200, (own, answer.text)
    village = {"role": "reporter", "organisation": "v-e", "annex": "annex-4"}
    assert (await ask(reporting, "v-e/hazards_closed/h4", **village)).json()["reason"]["code"] == "not_closed"
    assert (await ask(reporting, "v-e/units/u9", **village)).json()["counted"] is True
    machine = await ask(reporting, "d-a/units/u1", role="dashboard")
    assert (machine.status_code, machine.json()["code"]) == (403, "not_allowed")


async def test_odd_questions(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for question, parameters, status, code in [
        ("d-a/filer/u1", {}, 404, "not_found"),
        ("d-a/referred_to_town/h1", {}, 404, "not_found"),
        ("d-a/units/", {}, 422, "invalid_request"),
        ("d-a/units/" + "x" * 201, {}, 422, "invalid_request"),
        ("d-a/units/u1", {"kind": "official"}, 422, "invalid_request"),
        ("d-a/units/u1", {"colour": "red"}, 422, "invalid_request"),
        ("d-a/units/u1", {"policy": "0"}, 404, "unknown_policy"),
    ]:
        with subtests.test(question=question, parameters=parameters, status=status, code=code):
            refused = await ask(reporting, question, **parameters)
            assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


async def test_odd_ids_are_ids_that_nobody_knows(
    reporting: RunningReporting, subtests: pytest.Subtests
) -> None:
    for id_ in ["%2e%2e%2fu1", "a b", "'; drop table subjects; --", "{who}", "x" * 200]:
        with subtests.test(id_=id_):
            assert (await why_not(reporting, f"d-a/units/{id_}"))["reason"]["code"] == "not_known"
