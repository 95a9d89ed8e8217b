"""Muting: own ones by anybody but what is never muted, for everybody with a reason and an end."""

from typing import Any

import pytest

from tests.notifications.asking.asked import OTHER_TOWN, Who, run
from tests.notifications.sending.town import Reminded

WHY = {"until": "2024-12-20", "reason": "汛期值守"}
REFUSED: list[tuple[str, dict[str, Any], tuple[int, str]]] = [
    ("reporter", {"rule": "report_overdue"}, (409, "never_muted")),
    ("reporter", {"rule": "major_found"}, (409, "never_muted")),
    ("reporter", {"rule": "nothing"}, (404, "not_found")),
    ("reporter", {"rule": "report_due", "subject": "hazard/h-1"}, (422, "invalid_request")),
    ("reporter", {}, (422, "invalid_request")),
    ("reporter", {"rule": "report_due", "until": "2024-12-01"}, (422, "invalid_request")),
    ("reporter", {"rule": "report_due", "recipient": "filer/v-2/reporter"}, (409, "no_own_contact")),
    ("officer", {"rule": "report_due"}, (409, "no_own_contact")),
    ("dashboard", {"rule": "report_due"}, (403, "not_allowed")),
    ("safety_office", {"rule": "report_due"}, (422, "muted_with_reason")),
    ("safety_office", {"rule": "report_due", "until": "2024-12-20"}, (422, "muted_with_reason")),
    ("safety_office", {"rule": "report_due", **WHY, "until": "2025-01-10"}, (422, "muted_with_reason")),
    ("safety_office", {"rule": "major_found", **WHY}, (409, "never_muted")),
    ("safety_office", {"rule": "technical", **WHY}, (403, "not_allowed")),
    ("safety_office", {"subject": "log/hazards", **WHY}, (403, "not_allowed")),
    ("safety_office", {"subject": "budget/sms/2024-12", **WHY}, (403, "not_allowed")),
    ("safety_office", {"subject": "channel/email", **WHY}, (403, "not_allowed")),
    ("operator", {"rule": "report_due", **WHY}, (403, "not_allowed")),
    ("operator", {"subject": "hazard/h-1", **WHY}, (403, "not_allowed")),
    ("safety_office", {"rule": "report_due", **WHY, "reason": "电话13800138000"}, (422, "personal_data")),
]  # fmt: skip


async def test_what_may_not_be_muted(town: Reminded) -> None:
    for role, asked, refusal in REFUSED:
        assert await Who(town, role, "v-1").post("/mutes", asked) == refusal, (role, asked)
    assert await run(town, "select * from mutes") == []


async def test_own_ones_but_not_four_hours(town: Reminded) -> None:
    own = Who(town, "reporter", "v-1")
    muted = {"what": "rule/report_due", "recipients": ["filer/v-1/reporter"], "until": None}
    assert await own.post("/mutes", {"rule": "report_due"}) == (200, muted)
    (listed,) = (await own.get("/mutes"))["mutes"]
    assert (listed["what"], listed["muted_by"]) == ("rule/report_due", "reporter-1")
    assert (await Who(town, "officer", "d-1").get("/mutes"))["mutes"] == []
    assert (await Who(town, township=OTHER_TOWN).get("/mutes"))["mutes"] == []
    assert len((await Who(town, "auditor").get("/mutes"))["mutes"]) == 1
    await town.stands_at("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 2)
    await town.until("reason = 'muted' and recipient = 'filer/v-1/reporter'")
    await town.stands_at("2024-12-14T14:00:01")
    await town.until("rule = 'report_due_4_hours' and state = 'sent' and recipient = 'filer/v-1/reporter'")
    assert await own.ask("DELETE", "/mutes", rule="report_due") == (204, None)
    assert await own.ask("DELETE", "/mutes", rule="report_due") == (404, "not_found")
    record = await run(
        town, "select line::json ->> 'happening' as act from sending_record where reminder = ''"
    )
    assert [row["act"] for row in record] == ["muted", "unmuted"]


async def test_for_everybody_until_then(town: Reminded) -> None:
    """What is due after its end is neither cancelled nor late; what was muted is not made up for."""
    office = Who(town)
    asked = {"subject": "report/c-1/1/v-2", "until": "2024-12-12T00:00:00+08:00", "reason": "已当面通知"}
    assert await office.post("/mutes", asked) == (
        200, {"what": "subject/report/c-1/1/v-2", "recipients": [""], "until": asked["until"]},
    )  # fmt: skip
    await town.stands_at("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 2)
    (row,) = await town.until("reason = 'muted'")
    assert (row["subject"], row["rule"]) == ("report/c-1/1/v-2", "report_due_3_days")
    await town.stands_at("2024-12-13T09:00:01")
    await town.until("rule = 'report_due_day_before' and state = 'sent'", 3)
    assert await office.ask("DELETE", "/mutes", subject="report/c-1/1/v-2") == (204, None)
    await town.until("reason = 'muted'")
    pages = [await office.post("/mutes", {"rule": rule, **WHY}) for rule in ("report_due", "hazard_date")]
    assert [status for status, _ in pages] == [200, 200]
    first = await office.get("/mutes", limit=1)
    second = await office.get("/mutes", limit=1, after=first["next"])
    assert [one["what"] for page in (first, second) for one in page["mutes"]] == [
        "rule/hazard_date", "rule/report_due",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["operator"])
async def test_technical_ones(town: Reminded, role: str) -> None:
    """One that nobody may mute is heard all the same."""
    assert (await Who(town, role).post("/mutes", {"rule": "technical", **WHY}))[0] == 200
    await town.service.client.put(
        "/contacts/list/operators/one",
        json={"email": "ops@town.example"},
        headers=town.service.as_("operator"),
    )
    await run(
        town,
        "insert into troubles (township, subject, since, facts) "
        "values ('500112143', 'log/hazards', '2024-12-10T03:00Z', '{}')",
    )
    await run(town, "insert into to_plan (township, subject) values ('500112143', 'log/hazards')")
    town.now("2024-12-10T11:00:01")
    await town.until("rule = 'log_stands_still' and state = 'sent'")
