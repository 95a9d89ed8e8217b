"""What gateways report of text messages, posted to the service as they do it."""

import asyncio
import time

import asyncpg

from tests.notifications.chain import TOWN
from tests.notifications.channels.http_servers import said
from tests.notifications.sending.gateways import Gateway, report, reported
from tests.notifications.sending.town import Reminded

OF_V_1 = "recipient = 'filer/v-1/reporter' and rule = 'report_due_3_days' and due < '2024-12-15'"


async def sent(town: Reminded) -> str:
    town.now("2024-12-11T09:00:01")
    (row,) = await town.until(f"{OF_V_1} and channel = 'sms' and state = 'sent'")
    return str(row["message"])


async def applied(town: Reminded) -> None:
    ends = time.monotonic() + 60
    while await town.fetch("select * from delivery_reports"):
        assert time.monotonic() < ends
        await asyncio.sleep(0.1)


async def recorded(town: Reminded, happening: str) -> int:
    kept = await town.fetch("select line from sending_record")
    return sum(f'"happening":"{happening}"' in row["line"] for row in kept)


async def test_delivered_however_often_it_is_said(with_sms: Reminded, gateway: Gateway) -> None:
    message = await sent(with_sms)
    assert [one["id"] for one in gateway.got] == [message]
    for _ in range(5):
        assert (await report(with_sms, reported(message, delivered=True))).status_code == 204
    await with_sms.until("state = 'delivered'")
    await applied(with_sms)
    assert await recorded(with_sms, "delivered") == 1
    # Late, and the other way round: what is known stands.
    assert (await report(with_sms, reported(message, delivered=False))).status_code == 204
    await applied(with_sms)
    await with_sms.until("state = 'delivered'")


async def test_what_was_kept_is_applied_by_whoever_wakes(with_sms: Reminded) -> None:
    """It was answered, and who had kept it died; so did the job. Two that contradict: the first stands."""
    message = await sent(with_sms)
    await with_sms.execute(
        "insert into delivery_reports (message, delivered, why, wrong_address, at)"
        " values ($1, true, null, false, now()), ($1, false, 'LATE', false, now())", message,
    )  # fmt: skip
    await applied(with_sms)
    await with_sms.until("state = 'delivered'")


async def test_it_is_answered_when_it_is_kept(with_sms: Reminded) -> None:
    """And not only once somebody could apply it."""
    message = await sent(with_sms)
    connection = await asyncpg.connect(with_sms.database.admin_dsn)
    async with connection.transaction():
        await connection.execute("select from reminders where message = $1 for update", message)
        assert (await report(with_sms, reported(message, delivered=True))).status_code == 204
        (kept,) = await with_sms.fetch("select message, delivered from delivery_reports")
        assert tuple(kept) == (message, True)
    await connection.close()
    await with_sms.until("state = 'delivered'")
    await applied(with_sms)


async def test_a_wrong_number_is_flagged_and_the_reminder_takes_another_way(with_sms: Reminded) -> None:
    message = await sent(with_sms)
    for _ in range(5):
        await report(with_sms, reported(message, delivered=False, code="wrong_number"))
    await with_sms.until("state = 'failed' and reason = 'wrong_number'")
    (contact,) = await with_sms.fetch("select wrong from contacts where id = 'v-1' and part = 'reporter'")
    assert '"mobile"' in contact["wrong"]
    await with_sms.until(f"{OF_V_1} and channel = 'email' and state = 'sent'")
    assert len([mail for mail in with_sms.mails() if mail.startswith("v-1@")]) == 1
    # Corrected, it is not flagged by what is said of the number before.
    await with_sms.service.put("filer/v-1/reporter", mobile="13900139000", email="v-1@town.example")
    await report(with_sms, reported(message, delivered=False, code="wrong_number"))
    await applied(with_sms)
    (contact,) = await with_sms.fetch("select wrong from contacts where id = 'v-1' and part = 'reporter'")
    assert contact["wrong"] == "{}"


async def test_a_report_that_comes_before_the_answer(with_sms: Reminded, gateway: Gateway) -> None:
    gateway.post = lambda _: None
    with_sms.now("2024-12-11T09:00:01")
    (row,) = await with_sms.until(f"{OF_V_1} and channel = 'sms' and state = 'sending'")
    await report(with_sms, reported(row["message"], delivered=True))
    await with_sms.until(f"{OF_V_1} and channel = 'sms' and state = 'delivered'")


async def test_what_is_not_signed_not_readable_or_of_nobody(with_sms: Reminded) -> None:
    message, client = await sent(with_sms), with_sms.service.client
    good = reported(message, delivered=True)
    assert (await client.post("/reports/sms", json=good)).status_code == 401
    assert (await report(with_sms, good, "another secret than that")).status_code == 401
    assert (await report(with_sms, b"{}")).status_code == 422
    assert (await report(with_sms, b" " * 262_145)).status_code == 413
    assert (await client.post("/reports/aliyun/a-guess", json=[])).status_code == 401
    assert (await report(with_sms, reported("nobody-knows-it", delivered=True))).status_code == 204
    (mail,) = await with_sms.until("recipient = 'filer/v-2/reporter' and state = 'sent'")
    assert (await report(with_sms, reported(mail["message"], delivered=True))).status_code == 204
    await applied(with_sms)
    assert await with_sms.rows("state in ('delivered', 'failed')") == []


async def test_what_is_refused_for_good_takes_the_next_channel(with_sms: Reminded, gateway: Gateway) -> None:
    gateway.post = lambda _: said(200, {"refused": "template_unknown"})
    with_sms.now("2024-12-11T09:00:01")
    await with_sms.until(f"{OF_V_1} and channel = 'sms' and state = 'failed' and reason = 'template_unknown'")
    await with_sms.until(f"{OF_V_1} and channel = 'email' and state = 'sent'")
    await with_sms.execute("insert into to_plan (township, subject) values ($1, '')", TOWN)
    await with_sms.until("true", len(await with_sms.rows()))
    assert len(gateway.got) == 1
    assert len([mail for mail in with_sms.mails() if mail.startswith("v-1@")]) == 1


async def test_without_another_channel_it_stands_on_the_call_list(
    with_sms: Reminded, gateway: Gateway
) -> None:
    await with_sms.service.put("filer/v-1/reporter", mobile="13800138000")
    gateway.post = lambda _: said(400, {"refused": "template_unknown"})
    with_sms.now("2024-12-11T09:00:01")
    await with_sms.until(f"{OF_V_1} and channel = 'sms' and state = 'failed'")
    await with_sms.until(f"{OF_V_1} and channel = 'telephone' and state = 'planned'")
