"""Channels: how they stand, and that one which was halted goes on when an operator says so."""

from tests.notifications.asking.asked import OTHER_TOWN, Who, run, second_town
from tests.notifications.chain import TOWN
from tests.notifications.sending.town import Reminded

WHY = {"reason": "已查明原因"}


async def test_a_halted_channel_goes_on(town: Reminded) -> None:
    operator = Who(town, "operator")
    found = {one["channel"]: one for one in (await operator.get("/channels"))["channels"]}
    # Robots are configured, and by a demonstration's clock not opened: their groups are real.
    assert {name: one["configured"] for name, one in found.items()} == {
        "email": True, "sms": False, "robot": False,
    }  # fmt: skip
    assert (found["sms"]["spent_fen"], found["sms"]["budget_fen"]) == (0, None)
    assert await operator.post("/channels/email/resume", WHY) == (409, "channel_not_halted")
    # As many went out to v-1 today as halt the channel: the next claim halts it.
    await run(
        town,
        "insert into reminders (id, township, rule, subject, due, recipient, channel, rule_version, "
        "audience, facts, urgent, gathered, state, wake, planned, changed, claimed, message) "
        "select 'x' || n, '500112143', 'hazard_date_near', 'hazard/' || n, '2024-12-11T00:00Z', "
        "'filer/v-1/reporter', 'email', 1, '{}', '{}', false, true, 'sent', '2024-12-11T00:00Z', "
        "'2024-12-11T00:00Z', '2024-12-11T00:30Z', '2024-12-11T00:30Z', 'x' || n "
        "from generate_series(1, 40) n",
    )
    town.now("2024-12-11T09:00:01")
    await town.until("recipient = 'filer/v-1/reporter' and due < '2024-12-12' and reason = 'halted'")
    (halted,) = [one for one in (await operator.get("/channels"))["channels"] if one["halted"]]
    assert (halted["channel"], halted["halted"]["reason"]) == ("email", "too_many_to_one_person")
    another = Who(town, "operator", township=OTHER_TOWN)
    assert not [one for one in (await another.get("/channels"))["channels"] if one["halted"]]
    assert await another.post("/channels/email/resume", WHY) == (409, "channel_not_halted")
    for role in ("safety_office", "reporter", "officer", "leader", "auditor", "dashboard"):
        assert await Who(town, role, "v-1").post("/channels/email/resume", WHY) == (403, "not_allowed")
    status, after = await operator.post("/channels/email/resume", WHY)
    assert status == 200
    assert after["channels"][0]["halted"] is None
    assert after["channels"][0]["resumed"]["resumed_by"] == "operator-1"
    assert not [one for one in (await another.get("/channels"))["channels"] if one["resumed"]]
    town.now("2024-12-12T08:30:00")
    await town.until("rule = 'report_due_3_days' and state = 'sent'", 3)
    assert await run(town, "select * from channel_halts") == []


async def test_a_halt_of_all_towns(town: Reminded) -> None:
    """Any town's operator may lift it; who did so stands in his own town's answers alone."""
    await run(town, "insert into channel_halts values ('email', 'sent_before', now(), '')")
    await run(
        town, "insert into channel_halts values ('email', 'too_many_to_one_person', now(), $1)", OTHER_TOWN
    )
    own, another = Who(town, "operator"), Who(town, "operator", township=OTHER_TOWN)
    for who in (own, another):
        assert (await who.get("/channels"))["channels"][0]["halted"]["of_all_towns"] is True
    assert (await own.post("/channels/email/resume", WHY))[0] == 200
    email = (await another.get("/channels"))["channels"][0]
    assert (email["halted"]["reason"], email["resumed"]) == ("too_many_to_one_person", None)
    assert (await another.post("/channels/email/resume", WHY))[0] == 200
    assert await run(town, "select * from channel_halts") == []


async def test_operators_see_what_is_uncertain(town: Reminded) -> None:
    await second_town(town)
    town.now("2024-12-11T09:00:01")
    own = f"rule = 'report_due_3_days' and due < '2024-12-15' and township = '{TOWN}'"
    sent = await town.until(f"{own} and state = 'sent'", 3)
    await run(town, "update reminders set state = 'uncertain', reason = 'x' where township = $1", TOWN)
    operator, another = Who(town, "operator"), Who(town, "operator", township=OTHER_TOWN)
    first = await operator.get("/channels/uncertain", limit=2)
    rest = await operator.get("/channels/uncertain", limit=500, after=first["next"])
    listed = [*first["uncertain"], *rest["uncertain"]]
    assert {row["id"] for row in sent} <= {one["id"] for one in listed}
    assert await run(town, "select count(*) from reminders where state = 'uncertain'") == [(len(listed),)]
    assert {one["asked_next"] for one in listed if one["channel"] == "email"} == {None}
    for word in ("@", "明月村", "张三", "汇总表"):
        assert word not in str(listed)
    assert (await another.get("/channels/uncertain"))["uncertain"] == []
    for role in ("safety_office", "auditor"):
        assert len((await Who(town, role).get("/channels/uncertain", limit=500))["uncertain"]) == len(listed)
    for role in ("reporter", "officer", "leader", "dashboard"):
        assert await Who(town, role, "v-1").ask("GET", "/channels/uncertain") == (403, "not_allowed")


async def test_who_sees_them(town: Reminded) -> None:
    for role in ("safety_office", "auditor"):
        assert len((await Who(town, role).get("/channels"))["channels"]) == 3
    for role in ("reporter", "officer", "leader", "dashboard"):
        assert await Who(town, role, "v-1").ask("GET", "/channels") == (403, "not_allowed")
