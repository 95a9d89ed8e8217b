"""A database put back to a backup that does not know what was sent: SENT does, and nothing leaves twice."""

import asyncpg

from services.notifications.sending.restoring import doubt_what_is_unknown
from shared.bus.users import SENDER
from tests.notifications.channels.http_servers import said
from tests.notifications.sending.gateways import Gateway
from tests.notifications.sending.town import Reminded, at

ESCALATED = "rule = 'report_escalated' and due < '2024-12-17' and channel = 'sms'"


async def test_it_is_asked_for_under_the_message_that_it_went_in(
    with_sms: Reminded, gateway: Gateway
) -> None:
    town, claimed = with_sms, at("2024-12-16T09:00:01")
    await town.service.put("official/o-2", mobile="13700137000")
    await town.until(f"{ESCALATED} and state = 'planned'", 3)
    await town.stands_at("2024-12-16T09:00:01")
    sent = await town.until(f"{ESCALATED} and state = 'sent'", 3)
    (message,) = {row["message"] for row in sent}
    await town.execute("delete from reminders")
    await town.execute("delete from sent_read")

    bus = await town.service.bus.connect(SENDER)
    async with asyncpg.create_pool(town.database.admin_dsn, min_size=1, max_size=1) as pool:
        await doubt_what_is_unknown(pool, bus, at("2024-12-16T10:00"))
    rows = await town.until(f"{ESCALATED} and state = 'uncertain' and reason = 'restored'", 3)
    assert {(row["message"], row["claimed"], row["attempts"]) for row in rows} == {(message, claimed, 1)}

    gateway.get = said(200, {"found": True})
    many = len(gateway.got)
    town.now("2024-12-16T10:01:10")
    await town.until(f"{ESCALATED} and state = 'sent'", 3)
    assert gateway.asked.count(message) == 1
    assert len(gateway.got) == many
