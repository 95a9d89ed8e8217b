"""A dry run for any day says who would get what, and what etiquette moves; nothing is written."""

import asyncio

from tests.notifications.asking.asked import OTHER_TOWN, Who, second_town
from tests.notifications.sending.town import Reminded


async def test_for_any_day(town: Reminded) -> None:
    office, rows = Who(town), await town.rows()
    day = (await office.get("/plan", at="2024-12-27"))["reminders"]
    assert {(one["rule"], one["goes"][:16], one["moved"]) for one in day} == {
        ("report_due_day_before", "2024-12-27T01:00", None),
        ("report_overdue_listed", "2024-12-27T01:00", None),
    }
    assert [one["recipient"] for one in day if one["about"] == "明月村 第2期汇总表"] == ["filer/v-1/reporter"]
    # A Saturday: only the four-hour one goes, and what is overdue is said on Monday.
    saturday = (await office.get("/plan", at="2024-12-14"))["reminders"]
    assert {one["rule"] for one in saturday if one["moved"] is None} == {"report_due_4_hours"}
    monday = (await office.get("/plan", at="2024-12-16"))["reminders"]
    assert "report_overdue" in {one["rule"] for one in monday}
    assert (await office.get("/plan", at="2024-12-22"))["reminders"] == []
    assert (await office.get("/plan"))["at"] == "2024-12-10"
    paged, after = [], ""
    while after is not None:
        page = await office.get("/plan", at="2024-12-16", limit=2, after=after)
        paged += page["reminders"]
        after = page.get("next")
    assert paged == monday
    assert await town.rows() == rows


async def test_not_more_than_two_at_a_time(town: Reminded) -> None:
    """Every one of them thinks all of the town through."""
    found = await asyncio.gather(*(Who(town, "reporter", "v-1").ask("GET", "/plan") for _ in range(10)))
    assert {status for status, _ in found} == {200, 503}


async def test_what_is_muted_says_so_and_each_sees_his_own(town: Reminded) -> None:
    await second_town(town)
    until = "2024-12-12"
    muted = {"rule": "report_due", "until": until, "reason": "系统演练"}
    assert (await Who(town).post("/mutes", muted))[0] == 200
    day = (await Who(town).get("/plan", at="2024-12-11"))["reminders"]
    assert {(one["goes"], one["moved"]) for one in day} == {(None, "muted")}
    after = (await Who(town).get("/plan", at="2024-12-13"))["reminders"]
    assert {one["moved"] for one in after} == {None}
    other = Who(town, "reporter", "v-2", OTHER_TOWN)
    assert [one["recipient"] for one in (await other.get("/plan", at="2024-12-11"))["reminders"]] == [
        "filer/v-1/reporter"
    ]
    assert await Who(town, "dashboard").ask("GET", "/plan") == (403, "not_allowed")
