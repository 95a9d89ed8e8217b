"""What heads and groups are told: released once, copied without names, by robots to real HTTP."""

import asyncio
import json
import ssl
from typing import Any

import httpx

from services.notifications.channels.robots import Robots, Transport
from tests.notifications.asking.asked import OTHER_TOWN, Who, run, second_town
from tests.notifications.channels.http_servers import said, site
from tests.notifications.sending.town import Reminded, at, signed

PERIOD = {"campaign": "c-1", "period": "1"}
OTHERS = ("reporter", "officer", "leader", "auditor", "operator", "dashboard")


def equipment(town: Reminded) -> Any:
    transport = town.service.client._transport
    assert isinstance(transport, httpx.ASGITransport)
    return transport.app.state.equipment  # type: ignore[attr-defined]  # of a test


async def test_the_heads_summary_is_released(town: Reminded) -> None:
    office = Who(town)
    for role in OTHERS:
        assert await Who(town, role, "v-1").post("/releases", PERIOD) == (403, "not_allowed")
    assert await office.post("/releases", {**PERIOD, "period": "9"}) == (404, "not_found")
    assert await Who(town, township=OTHER_TOWN).post("/releases", PERIOD) == (404, "not_found")
    status, first = await office.post("/releases", PERIOD)
    town.now("2024-12-11T10:00")
    assert (status, first["released"]) == (200, "2024-12-10T02:00:00.000000Z")
    assert await office.post("/releases", PERIOD) == (200, first)
    (row,) = await town.until("rule = 'report_summary' and state = 'planned'")
    assert (row["recipient"], row["due"]) == ("official/o-1/self", at("2024-12-14T18:00"))


async def test_text_to_copy(town: Reminded) -> None:
    await second_town(town)
    town.chains["reporting"].say("submission.signed", "filing/c-1", at("2024-12-10T10:00"), **signed("v-1"))
    await town.tell()
    await town.until("subject = 'report/c-1/1/v-1' and rule = 'report_due_4_hours' and reason = 'done'")
    leader = Who(town, "leader")
    while (await leader.ask("GET", "/copy-text", **PERIOD))[1] == "reporting_not_known":
        await asyncio.sleep(0.1)  # what else reporting may have said is known a moment later
    copied = await leader.get("/copy-text", **PERIOD)
    assert copied["missing"] == 2
    assert "2家" in copied["text"]
    assert "村" not in copied["text"]
    naming = await Who(town).get("/copy-text", **PERIOD, naming=True)
    assert "产业服务中心、千盏村" in naming["text"]
    assert (await Who(town, township=OTHER_TOWN).get("/copy-text", **PERIOD))["missing"] == 3
    for role in ("leader", "auditor", "reporter", "dashboard"):
        answer = await Who(town, role).ask("GET", "/copy-text", **PERIOD, naming=True)
        assert answer == (403, "not_allowed")
    assert await Who(town, "reporter", "v-1").ask("GET", "/copy-text", **PERIOD) == (403, "not_allowed")


async def test_a_text_to_copy_stands_on_every_list(town: Reminded) -> None:
    """For who sees the whole town; of hazards too; naming nobody."""
    await town.service.put("filer/v-2/reporter", landline="023-67589240")
    town.chains["hazards"].say(
        "hazard.found", "hazard/h-1", at("2024-12-09T10:00"), hazard_id="h-1", unit_id="u-1", by="v-1",
        severity="general", description="通道堵塞",
    )  # fmt: skip
    town.chains["hazards"].say(
        "hazard.rectification_claimed", "hazard/h-1", at("2024-12-10T09:00"), hazard_id="h-1", by="unit"
    )
    await town.tell()
    await town.until("subject = 'hazard/h-1' and rule = 'claim_unanswered' and due < '2024-12-14'")
    town.now("2024-12-11T09:00:01")
    await town.until("rule = 'report_due_3_days' and state = 'sent'", 2)
    lists = {
        "": {"from": "2024-12-10", "until": "2024-12-16", "limit": 500},
        "/plan": {"at": "2024-12-13"},
        "/call-list": {},
    }
    for path, asked in lists.items():
        texts = (await Who(town).get(path, **asked))["copy_texts"]
        period = [text for text in texts if "第1期" in text]
        assert len(period) == 1, (path, texts)
        assert "还有3家未报" in period[0]
        if path != "/call-list":
            assert [text for text in texts if "有1条隐患" in text], (path, texts)
        assert not any(name in text for text in texts for name in ("村", "中心", "h-1", "通道"))
    assert (await Who(town, "leader").get("/plan", at="2024-12-13"))["copy_texts"] == []
    for role in ("reporter", "officer"):
        assert (await Who(town, role, "v-1").get("", **lists[""]))["copy_texts"] == []


async def test_a_robot_tells_its_group(town: Reminded) -> None:
    office = Who(town)
    assert await office.get("/robots") == {"robots": ["镇安全群"]}
    assert await Who(town, township=OTHER_TOWN).get("/robots") == {"robots": ["他镇群", "镇安全群"]}
    for role in OTHERS:
        assert await Who(town, role, "v-1").post("/robots/镇安全群", PERIOD) == (403, "not_allowed")
    for name in ("他镇群", "没有"):
        assert await office.post(f"/robots/{name}", PERIOD) == (404, "not_found")
    async with site(said(200, {"errcode": 0})) as there:
        hosts = {"wecombot": f"{there.url}/send?key={{key}}"}
        equipment(town).channels["robot"] = Robots(
            {"镇安全群": "wecombot://key-1"},
            Transport(ssl.create_default_context(), httpx.Timeout(2), hosts),  # type: ignore[arg-type]  # literals
        )
        status, told = await office.post("/robots/镇安全群", PERIOD)
        assert (status, told["outcome"], told["why"]) == (200, "accepted", None)
        (got,) = there.requests
        assert got.json["text"]["content"] == told["text"]
        assert "3家未报" in told["text"]
        for _ in range(19):
            assert (await office.post("/robots/镇安全群", PERIOD))[0] == 200
        assert await office.post("/robots/镇安全群", PERIOD) == (429, "robot_later")
    lines = await run(town, "select line from sending_record where reminder = '' order by number limit 2")
    acts = [json.loads(row["line"]) for row in lines]
    assert [(act["happening"], act["by"], act["robot"]) for act in acts] == [
        ("robot_called", "safety_office-1", "镇安全群"), ("robot_told", "safety_office-1", "镇安全群"),
    ]  # fmt: skip
    await run(town, "insert into channel_halts values ('robot', 'x', now(), '500112143')")
    assert await office.post("/robots/镇安全群", PERIOD) == (409, "channel_halted")
