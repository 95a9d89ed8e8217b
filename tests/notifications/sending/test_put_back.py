"""SENT put back to an older state of its disk: the same stream, without its newest keys."""

import asyncpg

from services.notifications.sending.restoring import doubt_what_is_unknown
from shared.bus.jetstream import SENT, sent_stream
from shared.bus.users import PROVISIONER, SENDER
from tests.notifications.sending.town import Reminded, at

_DIED = "update reminders set state = 'sending', claimant = 7, reason = null where id = any($1::text[])"


async def test_who_died_at_the_call_is_in_doubt_though_its_key_is_gone(with_sms: Reminded) -> None:
    town = with_sms
    await town.stands_at("2024-12-11T09:00:01")
    sent = await town.until("due = '2024-12-11T09:00+08' and state = 'sent'", 3)
    many = len(town.mails())
    await _without_its_newest_keys(town)
    # As its process would have left them, had it died after the call, under a session that has ended.
    await town.execute(_DIED, [row["id"] for row in sent])
    rows = await town.until("due = '2024-12-11T09:00+08' and state = 'uncertain'", 3)
    assert {row["reason"] for row in rows} == {"claimant_gone"}
    assert len(town.mails()) == many


async def test_a_stream_that_is_shorter_than_what_was_read_is_read_again(with_sms: Reminded) -> None:
    """Else what is written from then on would be taken for read, after a restored backup of the table too."""
    town = with_sms
    await town.stands_at("2024-12-11T09:00:01")
    await town.until("due = '2024-12-11T09:00+08' and state = 'sent'", 3)
    bus = await town.service.bus.connect(SENDER)
    async with asyncpg.create_pool(town.database.admin_dsn, min_size=1, max_size=1) as pool:
        await doubt_what_is_unknown(pool, bus, at("2024-12-11T09:00:01"))
        (before,) = await town.fetch("select sequence from sent_read")
        assert before["sequence"] == 3
        await town.execute("update sent_read set sequence = 8")
        await doubt_what_is_unknown(pool, bus, at("2024-12-11T09:00:01"))
    (after,) = await town.fetch("select sequence from sent_read")
    assert after["sequence"] == 3
    assert await town.rows("state = 'uncertain'") == []


async def _without_its_newest_keys(town: Reminded) -> None:
    """As the same stream from an older copy of its disk, without these reminders."""
    stream = (await town.service.bus.connect(PROVISIONER)).jetstream()
    await stream.delete_stream(SENT)
    made = (await stream.add_stream(sent_stream())).created
    await town.execute("update reminders set sent_stream = $1", str(made))
