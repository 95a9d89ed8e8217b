"""The call list: whom nothing reaches, by which number; 已电话通知 ends it, and of an overdue form more."""

from tests.notifications.asking.asked import OTHER_TOWN, Who, run
from tests.notifications.sending.town import Reminded


async def test_whom_to_ring(town: Reminded) -> None:
    office = Who(town)
    await town.service.put("filer/v-2/reporter", landline="023-67589240")
    await town.until("subject = 'report/c-1/1/v-2' and channel = 'telephone' and rule = 'report_due_3_days'")
    assert (await office.get("/call-list"))["calls"] == []
    town.now("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 2)
    (call,) = (await office.get("/call-list"))["calls"]
    assert (call["number"], call["about"], call["channel"]) == (
        "023-67589240",
        "千盏村 第1期汇总表",
        "telephone",
    )
    read = await run(town, "select id, part, account from contact_access where action = 'read'")
    assert [tuple(row) for row in read] == [("v-2", "reporter", "safety_office-1")]
    asked = {"subject": call["subject"], "recipient": call["recipient"], "remark": "已告知"}
    for role in ("reporter", "officer", "leader", "auditor", "operator", "dashboard"):
        assert await Who(town, role, "v-2").ask("GET", "/call-list") == (403, "not_allowed")
        assert await Who(town, role, "v-2").post("/rung", asked) == (403, "not_allowed")
    assert await Who(town, township=OTHER_TOWN).post("/rung", asked) == (409, "nothing_to_ring")
    assert await office.post("/rung", asked) == (200, {"settled": [call["id"]], "stops_escalation": False})
    assert (await office.get("/call-list"))["calls"] == []
    record = (await office.get(f"/{call['id']}"))["record"]
    assert [(each["line"]["happening"], each["line"]["by"]) for each in record] == [
        ("rung", "safety_office-1")
    ]
    # A call before the deadline is none about what is overdue.
    assert await run(town, "select * from rung where recipient = ''") == []


async def test_a_failed_one_is_rung_too(town: Reminded) -> None:
    office = Who(town)
    await town.service.put("filer/v-1/reporter", email="v-1@town.example", mobile="13800138000")
    town.mailbox.rcpt = "550 5.1.1 no such user"
    town.now("2024-12-11T09:00:01")
    await town.until("state = 'failed'", 3)
    calls = (await office.get("/call-list", limit=200))["calls"]
    by = {one["recipient"]: one for one in calls}
    assert by["filer/v-1/reporter"]["number"] == "13800138000"
    assert by["filer/v-2/reporter"]["number"] is None
    asked = {"subject": "report/c-1/1/v-1", "recipient": "filer/v-1/reporter"}
    assert (await office.post("/rung", asked))[0] == 200
    left = (await office.get("/call-list"))["calls"]
    assert "filer/v-1/reporter" not in {one["recipient"] for one in left}


async def test_rung_after_the_deadline_stops_the_escalation(town: Reminded) -> None:
    office, subject = Who(town), "report/c-1/1/v-1"
    await town.until(f"rule = 'report_escalated' and subject = '{subject}' and state = 'planned'")
    assert await office.post("/rung", {"subject": "hazard/h-1"}) == (409, "nothing_to_ring")
    town.now("2024-12-14T18:10:00")
    answer = await office.post("/rung", {"subject": subject})
    assert answer == (200, {"settled": [], "stops_escalation": True})
    await town.until(f"rule = 'report_escalated' and subject = '{subject}' and reason = 'done'")
    await town.until("rule = 'report_escalated' and subject = 'report/c-1/1/v-2' and state = 'planned'")
