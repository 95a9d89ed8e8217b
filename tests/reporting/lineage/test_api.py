"""Lineage over HTTP: kept and recounted alike, page by page, and never another filer's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.instant import microseconds, parse_instant
from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, town
from tests.reporting.telling import closed, found, merged, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

ELSEWHERE = "500112999"


def told() -> Story:
    story = town()
    for number in range(1, 5):
        unit(story, f"u{number}")
    visit(story, "i1", by="g-1", unit_id="u1", participants=["o-leader"])
    visit(story, "i2", by="d-a", unit_id="u2")
    visit(story, "i3", by="d-a", unit_id="u3")
    merged(story, "u3", "u2", "unit")
    found(story, "h1", by="d-a")
    found(story, "h2", by="d-b")
    closed(story, "12-12", "h1")
    return story


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, told()) as reporting:
        await reporting.publish()
        yield reporting


async def ask(
    reporting: RunningReporting,
    cell: str,
    role: str = "safety_office",
    organisation: str | None = None,
    township: str = TOWN,
    annex: str = "annex-3",
    **parameters: Any,
) -> httpx.Response:
    path = f"/campaigns/{CAMPAIGN}/{annex}/cells/{cell}"
    return await asked(reporting, "GET", path, role, organisation, township, params=parameters)


async def lineage(reporting: RunningReporting, cell: str, **parameters: Any) -> dict[str, Any]:
    answer = await ask(reporting, cell, **parameters)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_every_cell_is_the_sum_of_what_is_behind_it(reporting: RunningReporting) -> None:
    """As kept, and as of the same positions by a recount."""
    form = await reporting.document("annex-3")
    positions = ",".join(f"{log}:{position}" for log, position in form["positions"].items())
    cells = {row["filer"]["id"]: row["cells"] for row in form["rows"]}
    cells |= {"total:sum": form["totals"]["sum"], "total:distinct": form["totals"]["distinct"]}
    for filer, row in cells.items():
        for column, value in row.items():
            kept = await lineage(reporting, f"{filer}/{column}")
            assert kept["value"] == value, f"{filer}/{column}"
            if column != "fines":
                assert sum(subject["weight"] for subject in kept["subjects"]) == value
            until = "2025-03-01T00:00:00+08:00"
            again = await lineage(
                reporting, f"{filer}/{column}", positions=positions, occurred_until=until, policy="1"
            )
            assert again == kept


async def test_events_are_named_with_both_times_and_who_entered_them(reporting: RunningReporting) -> None:
    answer = await lineage(reporting, "d-a/inspected_by_leader")
    (subject,) = answer["subjects"]
    assert (subject["kind"], subject["id"], subject["weight"]) == ("unit", "u1", 1)
    assert [(event["log"], event["type"]) for event in subject["events"]] == [
        ("hazards", "inspection.completed"),
        ("registry", "unit.registered"),
        ("registry", "official.term_started"),
    ]
    for event in subject["events"]:
        told = reporting.story.logs[event["log"]][event["position"] - 1]
        assert event["type"] == told.type
        assert microseconds(parse_instant(event["occurred"])) == microseconds(told.occurred)
        assert microseconds(parse_instant(event["recorded"])) == microseconds(told.recorded)
        assert (event["actor"], event["organisation"]) == (told.actor, told.actor_organisation)
    assert answer["frame"]["organisations"]["d-a"] == "department"


async def test_a_merged_unit_counts_once_and_the_other_visit_would_serve(reporting: RunningReporting) -> None:
    answer = await lineage(reporting, "d-a/inspected")
    subjects = {subject["id"]: subject for subject in answer["subjects"]}
    assert sorted(subjects) == ["u1", "u2"]
    assert [event["type"] for event in subjects["u2"]["events"]] == ["inspection.completed"]
    assert [event["type"] for event in subjects["u2"]["also"]] == ["inspection.completed", "unit.merged"]


async def test_page_by_page_it_is_the_whole(reporting: RunningReporting) -> None:
    whole = await lineage(reporting, "total:sum/units")
    pages, after = [], None
    while True:
        more = {} if after is None else {"after": after}
        page = await lineage(reporting, "total:sum/units", limit=1, **more)
        assert page["value"] == whole["value"]
        pages += page["subjects"]
        after = page.get("next")
        if after is None:
            break
    assert pages == whole["subjects"]
    assert len(pages) == 3


async def test_a_filer_sees_what_is_behind_its_own_cells_alone(reporting: RunningReporting) -> None:
    own = await ask(reporting, "d-a/hazards_found", role="officer", organisation="d-a")
    assert own.json()["value"] == 1
    for cell in (
        "d-b/hazards_found",
        "d-nowhere/units",
        "total:sum/units",
        "total:distinct/units",
        "uncredited/units",
    ):
        refused = await ask(reporting, cell, role="officer", organisation="d-a")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_yours"), cell
    machine = await ask(reporting, "d-a/units", role="dashboard")
    assert (machine.status_code, machine.json()["code"]) == (403, "not_allowed")
    elsewhere = await ask(reporting, "d-a/units", township="500000000")
    assert elsewhere.status_code == 404


async def test_odd_questions(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for cell, parameters, status, code in [
        ("d-a/filer", {}, 404, "not_found"),
        ("d-a/referred_to_town", {}, 404, "not_found"),
        ("d-a/units", {"after": "###"}, 422, "invalid_request"),
        ("d-a/units", {"after": "WyJ1MSJd"}, 422, "invalid_request"),
        ("d-a/units", {"limit": 1001}, 422, "invalid_request"),
        ("d-a/units", {"colour": "red"}, 422, "invalid_request"),
        ("d-a/units", {"policy": "0"}, 404, "unknown_policy"),
    ]:
        with subtests.test(cell=cell, parameters=parameters, status=status, code=code):
            refused = await ask(reporting, cell, **parameters)
            assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


async def test_asked_again_nothing_has_changed(reporting: RunningReporting) -> None:
    first = await ask(reporting, "d-a/units")
    token = reporting.issuer.token(sub="safety_office", role="safety_office", township=TOWN)
    headers = {"Authorization": f"Bearer {token}", "If-None-Match": first.headers["etag"]}
    path = f"/campaigns/{CAMPAIGN}/annex-3/cells"
    assert (await reporting.client.get(f"{path}/d-a/units", headers=headers)).status_code == 304
    assert (await reporting.client.get(f"{path}/d-b/units", headers=headers)).status_code == 200


async def test_towns_that_use_the_same_ids_stay_apart(reporting: RunningReporting) -> None:
    """Of the other town: its campaign, its organisations, and the same units, visited by the same groups."""
    here = {cell: await lineage(reporting, cell) for cell in ("d-a/inspected", "total:distinct/units")}
    story = reporting.story
    for told in [each for each in story.logs["registry"] if each.township == TOWN]:
        story.again_in(told, ELSEWHERE)
    for told in [each for each in story.logs["hazards"] if each.township == TOWN]:
        story.again_in(told, ELSEWHERE)
    await reporting.publish()
    for cell, before in here.items():
        now, there = await lineage(reporting, cell), await lineage(reporting, cell, township=ELSEWHERE)
        assert now["subjects"] == before["subjects"]
        assert there["value"] == before["value"]
        positions = [{source_of(subject) for subject in each["subjects"]} for each in (now, there)]
        assert positions[0].isdisjoint(positions[1])


def source_of(subject: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    return tuple((event["log"], event["position"]) for event in subject["events"])


@pytest.mark.parametrize(
    ("annex", "cell"), [("annex-4", "d-a/units"), ("annex-3", "v-e/units"), ("annex-3", "nobody/units")]
)
async def test_a_cell_that_is_in_no_form_is_not_found(
    reporting: RunningReporting, annex: str, cell: str
) -> None:
    for address in (cell, f"{cell}/why-not/u1"):
        for earlier in ({}, {"occurred_until": "2024-12-20T00:00:00+08:00"}):
            answer = await ask(reporting, address, annex=annex, **earlier)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), address


async def test_what_no_filer_is_credited_with_is_in_one_form_alone(reporting: RunningReporting) -> None:
    unit(reporting.story, "u-none", department=None)
    found(reporting.story, "h-none", by="g-1", unit_id="u-none")
    await reporting.publish()
    for earlier in ({}, {"occurred_until": "2024-12-20T00:00:00+08:00"}):
        values = [
            (await ask(reporting, "uncredited/hazards_found", annex=annex, **earlier)).json()["value"]
            for annex in ("annex-3", "annex-4")
        ]
        assert values == [1, 0]


@pytest.mark.parametrize("organisation", ["total:sum", "total:distinct", "uncredited"])
async def test_no_organisation_is_called_like_a_total(reporting: RunningReporting, organisation: str) -> None:
    refused = await ask(reporting, f"{organisation}/units", "reporter", organisation)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
