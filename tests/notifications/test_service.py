"""The service heard and asked: it follows the logs, is ready when level, shows each its own."""

from typing import Any

import asyncpg
import pytest

from shared.instant import write_instant
from tests.notifications.chain import Chain, day
from tests.notifications.running import Service

PLAN = {
    "responsible": "张三",
    "measures": "清理",
    "funds": "无",
    "contingency": "疏散",
    "deadline": "2024-12-31",
}


def registry() -> Chain:
    chain = Chain("registry", "registry-1")
    for id_, kind in (("v-1", "village"), ("v-2", "village"), ("d-1", "department")):
        chain.say(
            "organisation.registered", f"organisation/{id_}", day(1), organisation_id=id_, name=id_, kind=kind
        )
    chain.say(
        "official.registered",
        "official/o-1",
        day(1),
        official_id="o-1",
        name="甲",
        title="主任",
        organisation="v-1",
    )
    chain.say(
        "working_group.formed", "working_group/g-1", day(1), group_id="g-1", heads=["o-9"], members=["o-2"],
        departments=["d-1"], villages=["v-1"],
    )  # fmt: skip
    for id_, village in (("u-1", "v-1"), ("u-2", "v-2")):
        chain.say(
            "unit.registered", f"unit/{id_}", day(1), unit_id=id_, name=id_, kind="other", village=village
        )
    campaign = {
        "campaign_id": "c-1", "title": "大排查", "policy": "1", "phases": [], "supervision_levels": [],
        "departments": ["d-1"], "villages": ["v-1", "v-2"], "form_titles": {}, "foot_notes": {},
        "starts": write_instant(day(1)), "ends": write_instant(day(28)),
        "deadlines": [write_instant(day(20)), write_instant(day(10))],
    }  # fmt: skip
    chain.say("campaign.opened", "campaign/c-1", day(1), **campaign)
    return chain


def hazards() -> Chain:
    chain = Chain("hazards", "hazards-1")
    chain.found("h-1", 2, by="v-1")
    chain.found("h-2", 2, by="v-2", unit="u-2", severity="major")
    chain.found("h-3", 2, by="unit", unit="u-2")
    chain.hazard("planned", "h-1", 3, **PLAN)
    chain.hazard("referred", "h-1", 4, by="v-1", to="d-1")
    chain.found("h-4", 2, by="v-1")
    chain.hazard("closed", "h-4", 3, by="v-1")
    return chain


@pytest.fixture
async def told(service: Service) -> Service:
    await service.publish(registry())
    await service.publish(hazards())
    await service.holds(hazards=7, registry=8)
    return service


async def test_ready_once_level(told: Service) -> None:
    ready = await told.client.get("/health/ready")
    assert ready.json()["checks"] == dict.fromkeys(
        ("database", "bus", "watched", "questions", "deliveries", "registry", "hazards", "reporting"),
        "ok",
    )


async def test_hazards_to_watch_by_scope(told: Service) -> None:
    def ids(answer: Any) -> list[str]:
        return [hazard["hazard_id"] for hazard in answer["hazards"]]

    everything = await told.get("/hazards")
    assert ids(everything) == ["h-1", "h-2", "h-3"]
    first = everything["hazards"][0]
    assert (first["deadline"], first["awaiting_answer"], first["unit"]["name"]) == (
        "2024-12-31",
        ["d-1"],
        "u-1",
    )
    assert ids(await told.get("/hazards?state=closed")) == ["h-4"]
    assert ids(await told.get("/hazards?limit=1&after=h-1")) == ["h-2"]
    assert ids(await told.get("/hazards", "reporter", "v-1")) == ["h-1"]
    assert ids(await told.get("/hazards", "reporter", "v-2")) == ["h-2", "h-3"]
    assert ids(await told.get("/hazards", "officer", "d-1")) == ["h-1", "h-3"]
    assert ids(await told.get("/hazards", "reporter")) == []
    other = await told.client.get("/hazards", headers=told.as_("leader", township="another"))
    assert other.json() == {"hazards": []}


async def test_deadlines_by_scope(told: Service) -> None:
    every = (await told.get("/deadlines"))["deadlines"]
    assert [one["deadline"] for one in every] == [write_instant(day(10)), write_instant(day(20))]
    assert every[0]["filers"] == ["d-1", "v-1", "v-2"]
    assert (await told.get("/deadlines", "reporter", "v-2"))["deadlines"][0]["filers"] == ["v-2"]
    assert (await told.get("/deadlines", "reporter", "v-9"))["deadlines"] == []


async def test_recipients(told: Service) -> None:
    own = (await told.get("/recipients", "reporter", "v-1"))["recipients"]
    assert own == [
        {
            "organisation": "v-1", "name": "v-1", "kind": "village", "officials": ["o-1"], "members": ["o-2"],
            "heads": ["o-9"],
        }
    ]  # fmt: skip


async def test_what_happens_later_is_heard(told: Service) -> None:
    chain = hazards()
    chain.hazard("closed", "h-1", 9, by="v-1")
    stream = (await told.bus.connect("hazards")).jetstream(timeout=30)
    await stream.publish(chain.events[-1].envelope.subject, chain.events[-1].raw)
    await told.holds(hazards=8, registry=8)
    assert [one["hazard_id"] for one in (await told.get("/hazards?state=closed"))["hazards"]] == [
        "h-1",
        "h-4",
    ]


async def test_what_is_signed_is_heard(told: Service) -> None:
    chain = Chain("reporting", "reporting-1")
    chain.say(
        "extension.granted", "filing/c-1", day(11), campaign_id="c-1", annex="annex-4", period="1",
        filer="v-1", until=write_instant(day(15)), reason="网络故障",
        by={"account": "safety_office-1", "name": "乙", "organisation": "safety-office"},
    )  # fmt: skip
    await told.publish(chain)
    await told.holds(hazards=7, registry=8, reporting=1)
    connection = await asyncpg.connect(told.database.dsn)
    kept = await connection.fetchrow("select entries::text, view::text from subjects where kind = 'filing'")
    await connection.close()
    assert "1/v-1" in kept["view"]
    assert "网络故障" not in kept["view"] + kept["entries"]


async def test_wrong_parameters_are_problems(told: Service) -> None:
    often = "/hazards?" + "&".join(["state=open"] * 7)
    assert (await told.client.get(often, headers=told.as_("leader"))).status_code == 422
    answer = await told.client.get("/hazards?state=gone", headers=told.as_("leader"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
