"""Doubt, and what becomes of it: asked where somebody can tell, repeated where the rule says so."""

import asyncio

from shared.metrics import REMINDERS_IN_DOUBT
from tests.notifications.channels.http_servers import said
from tests.notifications.channels.mail_servers import HANG_UP
from tests.notifications.sending.gateways import ACCEPTED, Gateway
from tests.notifications.sending.town import Reminded, at

SMS = "rule = 'report_due_3_days' and channel = 'sms' and due < '2024-12-15'"
A_LOOK_SECONDS = 5


async def in_doubt(town: Reminded, gateway: Gateway) -> str:
    """Half an answer came."""
    gateway.post = lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    town.now("2024-12-11T09:00:01")
    (row,) = await town.until(f"{SMS} and state = 'uncertain'")
    gateway.post = lambda _: ACCEPTED
    return str(row["message"])


async def test_found_at_the_provider(with_sms: Reminded, gateway: Gateway) -> None:
    message = await in_doubt(with_sms, gateway)
    await asyncio.sleep(A_LOOK_SECONDS)
    assert gateway.asked == [], "who made the call may still know"
    assert REMINDERS_IN_DOUBT.labels("sms")._value.get() == 1
    gateway.get = said(200, {"found": True, "reference": "r-9"})
    with_sms.now("2024-12-11T09:01:02")
    (row,) = await with_sms.until(f"{SMS} and state = 'sent'")
    assert (row["reference"], row["attempts"], gateway.asked) == ("r-9", 1, [message])
    assert len(gateway.got) == 1


async def test_delivered_as_the_provider_knows(with_sms: Reminded, gateway: Gateway) -> None:
    await in_doubt(with_sms, gateway)
    gateway.get = said(200, {"found": True, "delivered": True})
    with_sms.now("2024-12-11T09:01:02")
    await with_sms.until(f"{SMS} and state = 'delivered'")


async def test_never_got_there_it_is_judged_anew(with_sms: Reminded, gateway: Gateway) -> None:
    message = await in_doubt(with_sms, gateway)
    for moment in ("09:01:02", "09:14:00"):
        with_sms.now(f"2024-12-11T{moment}")
        await asyncio.sleep(A_LOOK_SECONDS)
        await with_sms.until(f"{SMS} and state = 'uncertain'")
    with_sms.now("2024-12-11T09:30:00")
    (row,) = await with_sms.until(f"{SMS} and state = 'sent'")
    assert row["attempts"] == 2
    assert [(one["id"], one["attempt"]) for one in gateway.got] == [(message, 1), (message, 2)]


async def test_who_can_not_say_is_asked_more_and_more_rarely(with_sms: Reminded, gateway: Gateway) -> None:
    await in_doubt(with_sms, gateway)
    gateway.get = said(500)
    asked = []
    for moment in (
        "11T09:01:02",
        "11T09:01:30",
        "11T09:02:10",
        "11T12:00",
        "11T14:00",
        "14T09:00",
        "15T09:00",
    ):
        with_sms.now(f"2024-12-{moment}")
        await asyncio.sleep(A_LOOK_SECONDS)
        asked.append(len(gateway.asked))
    assert asked == [1, 1, 2, 3, 3, 4, 4]
    await with_sms.until(f"{SMS} and state = 'uncertain'")
    assert len(gateway.got) == 1


async def test_a_contact_that_was_changed_is_not_asked_about(with_sms: Reminded, gateway: Gateway) -> None:
    await in_doubt(with_sms, gateway)
    with_sms.now("2024-12-11T09:00:30")
    await with_sms.service.put("filer/v-1/reporter", mobile="13900139000")
    with_sms.now("2024-12-11T09:30:00")
    await asyncio.sleep(A_LOOK_SECONDS)
    assert gateway.asked == []
    await with_sms.until(f"{SMS} and state = 'uncertain'")


async def test_a_message_of_several_is_settled_as_a_whole(with_sms: Reminded, gateway: Gateway) -> None:
    await with_sms.service.put("official/o-2", mobile="13700137000")
    escalated = "rule = 'report_escalated' and due < '2024-12-17'"
    await with_sms.until(f"{escalated} and channel = 'sms' and state = 'planned'", 3)
    gateway.post = lambda _: said(500)
    await with_sms.stands_at("2024-12-16T09:00:01")
    rows = await with_sms.until(f"{escalated} and state = 'uncertain'", 3)
    assert len({row["message"] for row in rows}) == 1
    gateway.get = said(200, {"found": True, "delivered": False})
    with_sms.now("2024-12-16T09:01:10")
    await with_sms.until(f"{escalated} and state = 'failed' and reason = 'not_delivered'", 3)
    assert gateway.asked.count(rows[0]["message"]) == 1


async def test_what_is_urgent_is_repeated_once(with_sms: Reminded) -> None:
    with_sms.mailbox.data = HANG_UP
    found = at("2024-12-10T10:05")
    with_sms.now("2024-12-10T10:06")
    with_sms.chains["hazards"].say(
        "hazard.found", "hazard/h-1", found, hazard_id="h-1", unit_id="u-1", by="v-1", severity="major",
        description="通道堵塞",
    )  # fmt: skip
    await with_sms.tell()
    await with_sms.until("rule = 'major_found' and channel = 'email' and state = 'uncertain'", 5)
    sent_once = len(with_sms.mailbox.got)
    with_sms.now("2024-12-10T10:07:10")
    await with_sms.until("rule = 'major_found' and state = 'uncertain' and attempts = 2", 5)
    with_sms.now("2024-12-10T10:30")
    await asyncio.sleep(A_LOOK_SECONDS)
    assert len(with_sms.mailbox.got) == 2 * sent_once
    assert {row["attempts"] for row in await with_sms.rows("state = 'uncertain'")} == {2}
