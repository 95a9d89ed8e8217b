"""What goes out, to whom and why: each sees what is his, and nobody another town's."""

from tests.notifications.asking.asked import OTHER_TOWN, Who, run, second_town
from tests.notifications.sending.town import Reminded


async def test_what_goes_out_in_the_next_days(town: Reminded) -> None:
    office = Who(town)
    found = (await office.get())["reminders"]
    assert [
        (one["title"], one["about"], one["recipient_name"], one["due"][:16]) for one in found[:3]
    ] == sorted(
        [
            ("报送前三天", "产业服务中心 第1期汇总表", "产业服务中心", "2024-12-11T01:00"),
            ("报送前三天", "千盏村 第1期汇总表", "千盏村", "2024-12-11T01:00"),
            ("报送前三天", "明月村 第1期汇总表", "张三", "2024-12-11T01:00"),
        ],
        key=lambda one: [each["about"] for each in found].index(one[1]),
    )
    assert "@" not in str(found)
    paged, after = [], ""
    while after is not None:
        page = await office.get(limit=4, after=after)
        paged += page["reminders"]
        after = page.get("next")
    assert paged == found
    assert {one["state"] for one in found} == {"planned"}
    one_day = await office.get(**{"from": "2024-12-14", "until": "2024-12-15"})
    assert {one["rule"] for one in one_day["reminders"]} == {"report_due_4_hours"}
    by = await office.get(recipient="filer/v-1/reporter", rule="report_due_day_before", state="planned")
    assert [one["subject"] for one in by["reminders"]] == ["report/c-1/1/v-1"]
    for wrong in (
        {"from": "2024-12-32"},
        {"until": "2024-12-01"},
        {"until": "2026-12-01"},
        {"from": "0001-01-01"},
    ):
        assert await office.ask("GET", "", **wrong) == (422, "invalid_request")


async def test_who_sees_what(town: Reminded) -> None:
    await second_town(town)
    await town.service.put("official/o-2", email="member@town.example", account="leader-1")
    await run(
        town,
        "insert into troubles (township, subject, since, facts) "
        "values ('500112143', 'log/hazards', '2024-12-10T03:00Z', '{}')",
    )
    await run(town, "insert into to_plan (township, subject) values ('500112143', 'log/hazards')")
    await town.until("rule = 'log_stands_still'")

    async def seen(role: str, organisation: str | None = None, township: str = "500112143") -> set[str]:
        who = Who(town, role, organisation, township)
        found = (await who.get(until="2024-12-25", limit=500))["reminders"]
        return {one["recipient"] for one in found}

    everybody = await seen("safety_office")
    assert {"filer/v-1/reporter", "filer/d-1/reporter", "official/o-2/self"} < everybody
    assert await seen("auditor") == everybody
    assert await seen("operator") == {"list/operators/self"}
    assert await seen("reporter", "v-2") == {"filer/v-1/reporter", "filer/v-2/reporter"}
    assert await seen("officer", "d-1") == {"filer/d-1/reporter"}
    assert await seen("leader") == {"official/o-2/self"}
    assert await seen("reporter", "v-2", OTHER_TOWN) == {"filer/v-1/reporter"}
    assert await Who(town, "dashboard").ask("GET", "") == (403, "not_allowed")
    ids = {one["id"] for one in (await Who(town).get(limit=500))["reminders"]}
    others = {one["id"] for one in (await Who(town, township=OTHER_TOWN).get(limit=500))["reminders"]}
    assert ids
    assert others
    assert not ids & others
    assert await Who(town, township=OTHER_TOWN).ask("GET", f"/{min(ids)}") == (404, "not_found")


async def test_what_was_known_when_it_was_sent(town: Reminded) -> None:
    town.now("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 3)
    sent = (await Who(town).get(state="sent", **{"from": "2024-12-11"}))["reminders"]
    (own,) = [one for one in sent if one["recipient"] == "filer/v-1/reporter"]
    (anothers,) = [one for one in sent if one["recipient"] == "filer/v-2/reporter"]
    found = await Who(town, "reporter", "v-1").get(f"/{own['id']}")
    claimed, accepted = (each["line"] for each in found["record"])
    assert (claimed["happening"], claimed["text"]) == ("claimed", found["text_hash"])
    assert claimed["positions"] == found["judged_on"]
    assert (accepted["happening"], accepted["state"]) == ("accepted", "sent")
    assert found["record"][1]["number"] > found["record"][0]["number"]
    assert await Who(town, "officer", "d-1").ask("GET", f"/{anothers['id']}") == (404, "not_found")
    assert (await Who(town, "auditor").get(f"/{anothers['id']}"))["state"] == "sent"
    assert await Who(town, "operator").ask("GET", f"/{own['id']}") == (404, "not_found")
