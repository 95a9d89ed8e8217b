"""Templates of text messages: their states are the town's own, and each reads with real data."""

from tests.notifications.asking.asked import OTHER_TOWN, Who, run
from tests.notifications.sending.town import Reminded

USABLE = {"state": "可用"}


async def test_states_are_entered_by_the_safety_office(town: Reminded) -> None:
    office = Who(town)
    for role in ("reporter", "officer", "leader", "auditor", "operator", "dashboard"):
        assert await Who(town, role, "v-1").ask("PUT", "/templates/general", USABLE) == (403, "not_allowed")
    assert await office.ask("PUT", "/templates/nothing", USABLE) == (404, "not_found")
    assert await office.ask("PUT", "/templates/general", {"state": "好"}) == (422, "invalid_request")
    for name in ("signature", "general"):
        status, found = await office.ask("PUT", f"/templates/{name}", USABLE)
        assert (status, found["name"], found["state"]) == (200, name, "可用")
    states = {
        one["name"]: one["state"] for one in (await Who(town, "operator").get("/templates"))["templates"]
    }
    assert {name for name, state in states.items() if state == "可用"} == {"signature", "general"}
    assert (await Who(town, "auditor").get("/templates/general"))["variables"] == ["count", "kinds"]
    others = await Who(town, township=OTHER_TOWN).get("/templates/general")
    assert others["state"] == "未报备"
    record = await run(town, "select line::json ->> 'template' as name from sending_record order by number")
    assert [row["name"] for row in record] == ["signature", "general"]


async def test_a_preview_with_real_data(town: Reminded) -> None:
    office, subject = Who(town), "report/c-1/1/v-1"
    read = await office.get("/templates/report_due/preview", subject=subject)
    assert read["sms"]["template"] == "report_due"
    assert "明月村" in read["sms"]["text"]
    assert (read["sms"]["characters"], read["sms"]["messages"]) == (len(read["sms"]["text"]), 1)
    assert "张三" in read["email"]["text"]
    assert read["rule"] == "report_due_3_days"
    refused = await office.ask("GET", "/templates/major_found/preview", subject=subject)
    assert refused == (404, "nothing_to_preview")
    assert await office.ask("GET", "/templates/report_due/preview", subject="calendar/x") == (
        422, "invalid_request",
    )  # fmt: skip
    other = Who(town, township=OTHER_TOWN)
    answer = await other.ask("GET", "/templates/report_due/preview", subject=subject)
    assert answer == (404, "nothing_to_preview")
    for role in ("reporter", "leader", "auditor", "dashboard"):
        denied = await Who(town, role, "v-1").ask("GET", "/templates/report_due/preview", subject=subject)
        assert denied == (403, "not_allowed")
