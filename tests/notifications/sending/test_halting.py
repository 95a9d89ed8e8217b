"""The circuit breaker, proved with faults put in on purpose."""

from shared.metrics import CHANNEL_HALTED
from tests.notifications.sending.gateways import Gateway
from tests.notifications.sending.town import Reminded

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
    halts = await town.fetch("select channel, reason from channel_halts")
    assert [tuple(row) for row in halts] == [("email", "sent_before")]
    # Operators are told by the way that is left.
    await town.until("rule = 'channel_halted' and channel = 'sms' and state = 'sent'")
    assert "邮件提醒自12月11日09:00起已停发" in gateway.got[-1]["text"]
    # Nothing more leaves by it, not even what is due.
    before = len(town.mails())
    town.now("2024-12-13T09:00:01")
    await town.until("channel = 'email' and reason = 'halted' and state = 'planned'", 2)
    assert len(town.mails()) == before


async def test_more_to_one_person_than_can_be_right(with_sms: Reminded) -> None:
    town = with_sms
    await operators_have_a_mobile(town)
    # The fault: forty messages that day already.
    await town.execute(
        "insert into reminders (id, township, rule, subject, due, recipient, channel, rule_version, audience,"
        " facts, urgent, gathered, state, wake, planned, changed, message, claimed, sent)"
        " select 'made-up-' || n, township, 'major_found', 'hazard/' || n, due, recipient, 'email',"
        " 1, '{}', '{}', true, false, 'sent', wake, planned, '2024-12-11 00:30Z', 'made-up-' || n,"
        " '2024-12-11 00:30Z', '2024-12-11 00:30Z'"
        f" from reminders, generate_series(1, 40) n where {DUE} and recipient = 'filer/v-2/reporter'"
    )
    town.now("2024-12-11T09:00:01")
    await town.until("recipient = 'filer/v-2/reporter' and reason = 'halted' and state = 'planned'")
    halts = await town.fetch("select channel, reason from channel_halts")
    assert [tuple(row) for row in halts] == [("email", "too_many_to_one_person")]
    assert not [mail for mail in town.mails() if mail.startswith("v-2@")]
    await town.until("rule = 'channel_halted' and channel = 'sms' and state = 'sent'")
    # Text messages go on.
    await town.until(f"{DUE} and channel = 'sms' and state = 'sent'")
