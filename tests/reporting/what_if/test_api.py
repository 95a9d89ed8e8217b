"""What if, over HTTP: nothing is recorded, only who sees every filer may ask, and each town by itself."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, open_campaign, town
from tests.reporting.telling import found, penalty, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

ELSEWHERE = "500112999"


def told() -> Story:
    """The other town has the same ids, without the penalty; here there are two campaigns."""
    story = town()
    open_campaign(story, "autumn", starts="2024-09-01", ends="2024-11-15")
    unit(story, "u1")
    unit(story, "u2", department="d-b")
    visit(story, "i1", by="d-a", unit_id="u1")
    visit(story, "i2", by="d-a", unit_id="u2")
    found(story, "h1", by="v-e")
    for log in ("registry", "hazards"):
        for envelope in list(story.logs[log]):
            story.again_in(envelope, ELSEWHERE)
    penalty(story, "p1", "12-14", by="d-b", fen=12_345)
    return story


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, told()) as reporting:
        await reporting.publish()
        yield reporting


async def suppose(
    reporting: RunningReporting, what: dict[str, Any], role: str = "safety_office", **more: Any
) -> httpx.Response:
    who = {name: more.pop(name) for name in ("organisation", "township") if name in more}
    return await asked(reporting, "POST", "/what-if", role, json={"suppose": what, **more}, **who)


def cells(report: dict[str, Any]) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    return {
        (cell["annex"], cell["filer"], cell["column"]): (cell["from"], cell["to"]) for cell in report["cells"]
    }


async def test_a_fact_taken_back_moves_the_reports_it_is_in(reporting: RunningReporting) -> None:
    before = await reporting.document("annex-3")
    position = len(reporting.story.logs["hazards"])
    answer = (await suppose(reporting, {"log": "hazards", "position": position})).json()
    assert answer["supposed"] == {"kind": "penalty", "id": "p1", "type": "penalty.voided"}
    autumn, winter = answer["reports"]
    assert (autumn["report"]["campaign"], autumn["cells"]) == ("autumn", [])
    assert winter["report"]["campaign"] == CAMPAIGN
    assert winter["report"]["positions"] == reporting.story.positions
    assert cells(winter) == {
        ("annex-3", place, column): moved
        for place in ("d-b", "total:sum", "total:distinct")
        for column, moved in (("penalised", (1, 0)), ("fines", ("0.012345", "0.0000")))
    }
    fines = next(each for each in winter["cells"] if each["column"] == "fines")
    assert fines["parts"] == [{"subject": {"kind": "penalty", "id": "p1"}, "weight": -12_345}]
    after = await reporting.document("annex-3")
    assert after["digest"] == before["digest"]


async def test_a_unit_merged_into_another(reporting: RunningReporting) -> None:
    named = [{"campaign": CAMPAIGN, "annex": "annex-3", "occurred_until": "2024-12-14T18:00:00+08:00"}]
    answer = await suppose(reporting, {"kind": "unit", "id": "u2", "into": "u1"}, reports=named)
    (report,) = answer.json()["reports"]
    assert report["report"]["occurred_until"] == "2024-12-14T10:00:00.000000Z"
    assert cells(report) == {
        ("annex-3", "d-b", "units"): (1, 0),
        ("annex-3", "d-a", "inspected"): (2, 1),
        ("annex-3", "total:sum", "units"): (2, 1),
        ("annex-3", "total:sum", "inspected"): (2, 1),
        ("annex-3", "total:distinct", "units"): (2, 1),
        ("annex-3", "total:distinct", "inspected"): (2, 1),
    }


async def test_each_town_by_itself(reporting: RunningReporting) -> None:
    position = len(reporting.story.logs["hazards"])
    elsewhere = await suppose(reporting, {"log": "hazards", "position": position}, township=ELSEWHERE)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "moves_no_figure")
    nowhere = await suppose(reporting, {"log": "hazards", "position": 1}, township="500000000")
    assert nowhere.status_code == 404


async def test_only_for_who_sees_every_filer(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for role, organisation in [
        ("reporter", "v-e"),
        ("officer", "d-b"),
        ("dashboard", None),
        ("operator", None),
    ]:
        with subtests.test(role=role, organisation=organisation):
            refused = await suppose(
                reporting, {"log": "hazards", "position": 1}, role, organisation=organisation
            )
            assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_what_makes_no_sense_is_refused(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for what in [
        {},
        {"log": "hazards"},
        {"log": "hazards", "position": 0},
        {"log": "hazards", "position": 10**30},
        {"log": "hazards", "position": 1, "kind": "unit"},
        {"kind": "penalty", "id": "p1", "into": "p2"},
        {"kind": "unit", "id": "u1", "into": "u1"},
    ]:
        with subtests.test(what=what):
            refused = await suppose(reporting, what)
            assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_not_of_more_reports_than_ten(reporting: RunningReporting) -> None:
    many = [{"campaign": CAMPAIGN}] * 11
    assert (await suppose(reporting, {"log": "hazards", "position": 1}, reports=many)).status_code == 422
    assert (await suppose(reporting, {"log": "hazards", "position": 1}, reports=many[:10])).status_code == 200


async def test_an_office_taken_back(reporting: RunningReporting) -> None:
    """Of the registry, and not of a unit: lineage lists it all the same."""
    visit(reporting.story, "i9", by="d-b", unit_id="u2", participants=["o-leader"])
    await reporting.publish()
    logs = reporting.story.logs["registry"]
    position = next(e.position for e in logs if e.type == "official.term_started" and e.township == TOWN)
    answer = (await suppose(reporting, {"log": "registry", "position": position})).json()
    assert answer["supposed"] == {"kind": "official", "id": "o-leader", "type": "fact.voided"}
    (winter,) = (each for each in answer["reports"] if each["report"]["campaign"] == CAMPAIGN)
    assert cells(winter)["annex-3", "d-b", "inspected_by_leader"] == (1, 0)
