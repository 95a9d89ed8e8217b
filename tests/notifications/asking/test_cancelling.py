"""Cancelling answers one of three; sending once more is on record, and only what is still owed goes."""

from tests.notifications.asking.asked import OTHER_TOWN, Who, run
from tests.notifications.sending.town import Reminded, at, signed

WHY = {"reason": "已当面说明"}


async def test_cancelled_claimed_or_sent(town: Reminded) -> None:
    office = Who(town)
    rows = await town.until("rule = 'report_due_3_days' and due < '2024-12-15'", 3)
    first, second, third = (row["id"] for row in rows)
    assert await office.post(f"/{first}/cancel", {}) == (422, "invalid_request")
    for _ in range(2):
        answer = {"id": first, "answer": "cancelled", "state": "cancelled"}
        assert await office.post(f"/{first}/cancel", WHY) == (200, answer)
    (line,) = (await office.get(f"/{first}"))["record"]
    assert (line["line"]["by"], line["line"]["why"], line["line"]["at"][:10]) == (
        "safety_office-1", WHY["reason"], "2024-12-10",
    )  # fmt: skip
    await run(town, "update reminders set state = 'sending', claimant = 1 where id = $1", second)
    assert (await office.post(f"/{second}/cancel", WHY))[1]["answer"] == "already_claimed"
    await run(town, "insert into to_plan (township, subject) values ('500112143', '')")
    town.now("2024-12-11T09:00:01")
    await town.until(f"id = '{third}' and state = 'sent'")
    assert (await office.post(f"/{third}/cancel", WHY))[1] == {"id": third, "answer": "sent", "state": "sent"}
    assert [row["reason"] for row in await town.rows("state = 'cancelled'")] == ["by_hand"]
    assert await office.post(f"/{first}/resend", WHY) == (409, "reminder_cancelled")
    for role in ("reporter", "officer", "leader", "auditor", "dashboard", "operator"):
        assert await Who(town, role, "v-1").post(f"/{third}/cancel", WHY) == (403, "not_allowed")
    assert await Who(town, township=OTHER_TOWN).post(f"/{third}/cancel", WHY) == (404, "not_found")


async def test_sent_once_more(town: Reminded) -> None:
    office, (row, *_) = Who(town), await town.rows("subject = 'report/c-1/1/v-1'")
    assert await office.post(f"/{row['id']}/resend", WHY) == (409, "reminder_on_its_way")
    town.now("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 3)
    assert await office.post(f"/{row['id']}/resend", WHY) == (200, {"id": row["id"], "state": "planned"})
    await town.until(f"id = '{row['id']}' and state = 'sent' and attempts = 2")
    assert len(town.mails()) == 4
    record = [each["line"]["happening"] for each in (await office.get(f"/{row['id']}"))["record"]]
    assert record == ["claimed", "accepted", "resent", "claimed", "accepted"]
    assert await run(town, "select * from channel_halts") == []
    town.chains["reporting"].say("submission.signed", "filing/c-1", at("2024-12-11T09:00"), **signed("v-1"))
    await town.tell()
    await town.until("subject = 'report/c-1/1/v-1' and rule = 'report_due_4_hours' and reason = 'done'")
    assert await office.post(f"/{row['id']}/resend", WHY) == (409, "reminder_not_owed")


async def test_technical_ones_are_the_operators(town: Reminded) -> None:
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
    await town.until("rule = 'log_stands_still'")
    town.now("2024-12-10T11:00:01")
    (row,) = await town.until("rule = 'log_stands_still' and state = 'sent'")
    assert await Who(town).post(f"/{row['id']}/resend", WHY) == (403, "not_allowed")
    assert (await Who(town, "operator").post(f"/{row['id']}/resend", WHY))[0] == 200
    await town.until(f"id = '{row['id']}' and state = 'sent' and attempts = 2")
