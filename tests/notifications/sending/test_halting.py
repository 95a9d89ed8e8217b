"""The circuit breaker, proved with faults put in on purpose."""

from shared.metrics import CHANNEL_HALTED
from tests.notifications.asking.asked import OTHER_TOWN, second_town
from tests.notifications.chain import TOWN
from tests.notifications.sending.gateways import Gateway
from tests.notifications.sending.town import Reminded, at

DUE = "rule = 'report_due_3_days' and due < '2024-12-15'"


async def operators_have_a_mobile(town: Reminded) -> None:
    answer = await town.service.client.put(
        "/contacts/list/operators/one",
        json={"mobile": "13600136000"},
        headers=town.service.as_("operator"),
    )
    assert answer.status_code == 200


async def test_what_was_sent_already_is_not_sent_again(with_sms: Reminded, gateway: Gateway) -> None:
    town = with_sms
    await operators_have_a_mobile(town)
    town.now("2024-12-11T09:00:01")
    await town.until(f"{DUE} and channel = 'email' and state = 'sent'", 2)
    # The fault: something forgets that it was sent.
    await town.execute(
        "update reminders set state = 'planned', attempts = 0, sent = null, woken = null"
        " where recipient = 'filer/v-2/reporter' and state = 'sent'"
    )
    await town.until("recipient = 'filer/v-2/reporter' and state = 'uncertain' and reason = 'key_found'")
    assert len([mail for mail in town.mails() if mail.startswith("v-2@")]) == 1
    assert CHANNEL_HALTED.labels("email")._value.get() == 1
    halts = await town.fetch("select township, channel, reason from channel_halts")
    assert [tuple(row) for row in halts] == [("", "email", "sent_before")]
    # Operators are told by the way that is left.
    await town.until("rule = 'channel_halted' and channel = 'sms' and state = 'sent'")
    assert "邮件提醒自12月11日09:00起已停发" in gateway.got[-1]["text"]
    # Nothing more leaves by it, not even what is due.
    before = len(town.mails())
    town.now("2024-12-13T09:00:01")
    await town.until("channel = 'email' and reason = 'halted' and state = 'planned'", 2)
    assert len(town.mails()) == before


async def already_sent(town: Reminded, many: int, recipient: str, rule: str, township: str = TOWN) -> None:
    """The fault: so many messages to one person that morning."""
    await town.execute(
        "insert into reminders (id, township, rule, subject, due, recipient, channel, rule_version, audience,"
        " facts, urgent, gathered, state, wake, planned, changed, message, claimed, sent)"
        " select 'made-up-' || $4 || n, $3, $4, 'hazard/made-up-' || n, $5, $2, 'email', 1, '{}', '{}',"
        " $4 = 'major_found', false, 'sent', $5, $5, $5, 'made-up-' || $4 || n, $5, $5"
        " from generate_series(1, $1) n",
        many, recipient, township, rule, at("2024-12-11T08:30"),
    )  # fmt: skip


async def test_more_to_one_person_than_can_be_right(with_sms: Reminded) -> None:
    """His town's channel is halted, and no other's."""
    town = with_sms
    await operators_have_a_mobile(town)
    await second_town(town)
    await already_sent(town, 40, "filer/v-2/reporter", "hazard_date_near")
    town.now("2024-12-11T09:00:01")
    await town.until("recipient = 'filer/v-2/reporter' and reason = 'halted' and state = 'planned'")
    halts = await town.fetch("select township, channel, reason from channel_halts")
    assert [tuple(row) for row in halts] == [(TOWN, "email", "too_many_to_one_person")]
    assert not [mail for mail in town.mails() if mail.startswith("v-2@")]
    await town.until("rule = 'channel_halted' and channel = 'sms' and state = 'sent'")
    # Text messages go on, and so does the other town, whose people have the same ids.
    await town.until(f"{DUE} and channel = 'sms' and state = 'sent'")
    await town.until(f"{DUE} and channel = 'email' and state = 'sent' and township = '{OTHER_TOWN}'")
    assert [mail for mail in town.mails() if mail.startswith("other@")]
    assert await town.rows(f"rule = 'channel_halted' and township = '{OTHER_TOWN}'") == []


async def test_many_major_hazards_hold_nothing_up(with_sms: Reminded) -> None:
    town = with_sms
    await already_sent(town, 399, "list/safety-office/one", "major_found")
    town.now("2024-12-11T08:31:00")
    await major(town, "h-1")
    await town.until(
        "rule = 'major_found' and subject = 'hazard/h-1' and channel = 'email' and state = 'sent'", 5
    )
    # That was the four hundredth.
    await major(town, "h-2")
    await town.until("subject = 'hazard/h-2' and reason = 'halted' and recipient = 'list/safety-office/one'")


async def major(town: Reminded, id_: str) -> None:
    town.chains["hazards"].say(
        "hazard.found", f"hazard/{id_}", at("2024-12-11T08:30"), hazard_id=id_, unit_id="u-1", by="v-1",
        severity="major", description="通道堵塞",
    )  # fmt: skip
    await town.tell()
