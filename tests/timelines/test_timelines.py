"""Timelines and searches over HTTP: what they tell, and to whom. Two towns have the same ids."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.timelines.town import (
    CHANYE,
    DONGHE,
    ELSEWHERE,
    JINGJI,
    MINGYUE,
    MINGYUE_ELSEWHERE,
    OFFICE,
    OFFICE_ELSEWHERE,
    PINGAN,
    Towns,
    Who,
    running_towns,
)

UNIT = {"unit_id": "u-1", "name": "大盛酒店（总店）", "kind": "small_venue", "village": "v-mingyue"}
HAZARD = {
    "hazard_id": "h/1", "unit_id": "u-1", "by": "v-mingyue", "severity": "general", "description": "插座老化",
}  # fmt: skip
PLAN = {
    "responsible": "店主",
    "measures": "更换",
    "funds": "500",
    "deadline": "2024-12-20",
    "contingency": "停业",
}
NOBODY_KNOWS = "no-such"


async def happened(towns: Towns) -> None:
    """Elsewhere the same unit and hazard are others."""
    await towns.tell("unit.registered", {**UNIT, "department": "d-chanye"}, MINGYUE)
    await towns.tell("unit.graded", {"unit_id": "u-1", "grade": "red"}, MINGYUE)
    await towns.tell("unit.registered", {**UNIT, "name": "他镇酒店"}, OFFICE_ELSEWHERE)
    await towns.tell("hazard.found", HAZARD, MINGYUE)
    await towns.tell("hazard.planned", {"hazard_id": "h/1", **PLAN}, MINGYUE)
    closed = {"hazard_id": "h/1", "by": "v-mingyue"}
    await towns.tell("hazard.closed", closed, MINGYUE, "2024-12-05T08:00:00+08:00")
    await towns.tell("hazard.found", {**HAZARD, "severity": "major"}, OFFICE_ELSEWHERE)
    visit = {"inspection_id": "i-1", "unit_id": "u-1", "by": "d-jingji", "participants": ["o-liubo"]}
    await towns.tell("inspection.completed", visit, JINGJI)
    fine = {"penalty_id": "p-1", "unit_id": "u-1", "by": "d-chanye", "kinds": ["fine"], "fine_fen": 50_000}
    await towns.tell("penalty.imposed", {**fine, "decision_no": "渝北〔2024〕1号"}, CHANYE)


@pytest.fixture
async def towns(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[Towns]:
    async with running_towns(bus, service_database, tmp_path) as towns:
        await happened(towns)
        yield towns


def brief(document: Any) -> list[tuple[str, str]]:
    return [(event["type"], event["organisation"]) for event in document["events"]]


async def test_timelines(towns: Towns, subtests: pytest.Subtests) -> None:
    """All on one start: it takes longer than the questions."""
    await towns.until_counted()
    for told in (_what_a_unit_tells, _what_others_tell, _taken_back, _pages, _who_may_look, _searches):
        with subtests.test(told.__name__):
            await told(towns)
    with subtests.test("without reporting"):
        await _without_reporting(towns)


async def _what_a_unit_tells(towns: Towns) -> None:
    document = await towns.get("registry/units/u-1/timeline", MINGYUE)
    assert document["subject"] == {"kind": "unit", "id": "u-1"}
    assert brief(document) == [("unit.registered", "v-mingyue"), ("unit.graded", "v-mingyue")]
    registered, graded = document["events"]
    assert registered["words"] == (
        "登记监管单位（名称：大盛酒店（总店）；类别：九小场所；属地村居：明月村；行业主管科室：产业服务中心）"
    )
    assert (graded["log"], graded["version"], graded["data"]) == (
        "registry",
        1,
        {"unit_id": "u-1", "grade": "red"},
    )
    assert graded["occurred"] == "2024-12-02T01:00:00.000000Z"
    assert graded["recorded"] > registered["recorded"]
    assert graded["actor"] == "reporter-v-mingyue"
    elsewhere = await towns.get("registry/units/u-1/timeline", OFFICE_ELSEWHERE)
    assert brief(elsewhere) == [("unit.registered", "safety-office")]
    assert "属地村居：他镇明月村" in elsewhere["events"][0]["words"]


async def _what_others_tell(towns: Towns) -> None:
    """Ids may hold slashes; names are the registry's; the newest shape of an old version is told."""
    hazard = await towns.get("hazards/hazards/h/1/timeline", MINGYUE)
    assert [event["type"] for event in hazard["events"]] == [
        "hazard.found",
        "hazard.planned",
        "hazard.closed",
    ]
    assert hazard["events"][0]["words"] == (
        "发现隐患（等级：一般；情况：插座老化；单位：大盛酒店（总店）；发现单位：明月村）"
    )
    visit = await towns.get("hazards/inspections/i-1/timeline", JINGJI)
    assert "参加人员：刘波" in visit["events"][0]["words"]
    penalty = await towns.get("hazards/penalties/p-1/timeline", CHANYE)
    (imposed,) = penalty["events"]
    assert (imposed["version"], imposed["data"]["parts"]) == (2, [{"kind": "fine", "fine_fen": 50_000}])
    assert "处罚种类：罚款0.0500万元" in imposed["words"]


async def _taken_back(towns: Towns) -> None:
    events = (await towns.get("hazards/hazards/h/1/timeline"))["events"]
    closed = events[-1]["position"]
    number = f"{MINGYUE.township}-6"
    back = {"source": "/t", "id": number, "reason": "未销号"}
    position = await towns.tell("fact.voided", back, MINGYUE)
    document = await towns.get("hazards/hazards/h/1/timeline")
    told = {event["position"]: event for event in document["events"]}
    assert told[closed]["type"] == "hazard.closed"
    assert told[closed]["taken_back_by"] == position
    assert told[position]["words"] == f"撤回一条记录（更正）（撤回的是：第{closed}条；原因：未销号）"
    assert "taken_back_by" not in told[position]


async def _pages(towns: Towns) -> None:
    """By position, as many at a time as asked for; the last page has no next."""
    whole = (await towns.get("hazards/hazards/h/1/timeline"))["events"]
    pages, after = [], 0
    while True:
        page = await towns.get("hazards/hazards/h/1/timeline", after=after, limit=3)
        pages.append(page["events"])
        if "next" not in page:
            break
        after = page["next"]
    assert [len(page) for page in pages] == [3, 1]
    assert [event for page in pages for event in page] == whole


async def _who_may_look(towns: Towns) -> None:
    """An owner, who recorded something, and in whose cells it counts; everything else has one answer."""
    unit, hazard = "registry/units/u-1/timeline", "hazards/hazards/h/1/timeline"
    for who in (OFFICE, Who("leader"), Who("auditor"), MINGYUE, CHANYE, JINGJI):
        assert (await towns.ask(unit, who)).status_code == httpx.codes.OK, who
    for path in (
        unit, hazard, f"registry/units/{NOBODY_KNOWS}/timeline", f"hazards/hazards/{NOBODY_KNOWS}/timeline",
        "hazards/penalties/p-1/timeline",
    ):  # fmt: skip
        assert await towns.refused(path, DONGHE) == "not_yours", path
    assert await towns.refused(hazard, JINGJI) == "not_yours"
    assert await towns.refused("hazards/penalties/p-1/timeline", MINGYUE_ELSEWHERE) == "not_yours"
    assert await towns.refused(f"registry/units/{NOBODY_KNOWS}/timeline", OFFICE) == "not_found"
    assert await towns.refused("hazards/penalties/p-1/timeline", OFFICE_ELSEWHERE) == "not_found"
    for who in (Who("dashboard"), Who("operator")):
        assert await towns.refused(unit, who) == "not_allowed"
        assert await towns.refused(hazard, who) == "not_allowed"
    await towns.tell("hazard.referred", {"hazard_id": "h/1", "by": "v-mingyue", "to": "d-pingan"}, MINGYUE)
    assert (await towns.ask(hazard, PINGAN)).status_code == httpx.codes.OK


async def found(towns: Towns, q: str, who: Who) -> list[str]:
    document = await towns.get("registry/units/search", who, q=q)
    return [unit["unit_id"] for unit in document["units"]]


async def _searches(towns: Towns) -> None:
    for q in ("酒店", "大盛 酒店", "(总店)", "（总店", "u-", "店"):
        assert await found(towns, q, OFFICE) == ["u-1"], q
    for q in ("店酒", "总店酒", "-1"):
        assert await found(towns, q, OFFICE) == [], q
    for who, seen in ((MINGYUE, ["u-1"]), (CHANYE, ["u-1"]), (JINGJI, ["u-1"]), (DONGHE, []), (PINGAN, [])):
        assert await found(towns, "酒店", who) == seen, who
        assert await found(towns, "u-1", who) == seen, who
    assert (await towns.get("registry/units/search", MINGYUE_ELSEWHERE, q="酒店"))["units"][0][
        "name"
    ] == "他镇酒店"
    assert await towns.refused("registry/units/search", Who("operator"), q="酒店") == "not_allowed"
    assert await towns.refused("registry/units/search", OFFICE, q=" \u3000") == "invalid_request"
    (hazard,) = (await towns.get("hazards/hazards/search", MINGYUE, q="h/"))["hazards"]
    assert (hazard["hazard_id"], hazard["state"], hazard["severity"]) == ("h/1", "open", "general")
    assert hazard["deadline"] == "2024-12-20"
    assert hazard["days_overdue"] > 0
    of_unit = await towns.get("hazards/hazards/search", OFFICE_ELSEWHERE, unit="u-1")
    assert [(each["hazard_id"], each["severity"]) for each in of_unit["hazards"]] == [("h/1", "major")]
    for query in ({"q": "h/"}, {"unit": "u-1"}):
        assert (await towns.get("hazards/hazards/search", DONGHE, **query))["hazards"] == []
    assert await towns.refused("hazards/hazards/search", OFFICE) == "invalid_request"
    assert (await towns.get("hazards/hazards/search", OFFICE, q="x"))["hazards"] == []


async def _without_reporting(towns: Towns) -> None:
    """What is one's own by the stream can be read on; of anything else nothing is said."""
    await towns.stop["reporting"]()
    assert (await towns.ask("registry/units/u-1/timeline", MINGYUE)).status_code == httpx.codes.OK
    for unit in ("u-1", NOBODY_KNOWS):
        assert await towns.refused(f"registry/units/{unit}/timeline", DONGHE) == "not_ready"
    await towns.stop["registry"]()
    hazard = (await towns.get("hazards/hazards/h/1/timeline", MINGYUE))["events"][0]
    assert "单位：u-1；发现单位：v-mingyue" in hazard["words"]
    assert ELSEWHERE not in str(hazard)
