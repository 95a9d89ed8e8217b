"""Mails that were surely taken just before and after one in doubt: where their copies lie, its own would."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from nats.errors import Error as NatsError

from services.notifications.channels.channel import NOTHING_BESIDE, Beside
from services.notifications.reminders.row import Reminder
from services.notifications.sending.equipment import Equipment

_COPIED = "email"
_MANY = 3
_ARRIVED_AFTER, _STILL_THERE = timedelta(minutes=5), timedelta(days=30)
"""A copy takes a moment; what is older than a month may have been cleared away."""
_BEFORE = """
select distinct on (claimed, message) id, attempts, message from reminders
where channel = $1 and state in ('sent', 'delivered') and message is not null
  and claimed < $2 and claimed > $3
order by claimed desc, message, id limit $4
"""
_AFTER = """
select distinct on (claimed, message) id, attempts, message from reminders
where channel = $1 and state in ('sent', 'delivered') and message is not null
  and claimed > $2 and sent <= $3
order by claimed, message, id limit $4
"""


async def copied_beside(equipment: Equipment, doubted: Sequence[Reminder], claimed: datetime) -> Beside:
    """Of whatever town: a deployment has one mailbox of copies. None while SENT can't be asked."""
    try:
        if doubted[0].channel != _COPIED or not await _all_copied(equipment, doubted):
            return NOTHING_BESIDE
        arrived = equipment.clock.now() - _ARRIVED_AFTER
        before = await _sure(equipment, _BEFORE, claimed, claimed - _STILL_THERE)
        return Beside(before, await _sure(equipment, _AFTER, claimed, arrived))
    except (NatsError, TimeoutError):
        return NOTHING_BESIDE


async def _all_copied(equipment: Equipment, rows: Sequence[Reminder]) -> bool:
    for row in rows:
        if not await equipment.keys.was_copied(row.id, row.attempts):
            return False
    return True


async def _sure(equipment: Equipment, query: str, *bounds: datetime) -> list[str]:
    """By their messages' ids; those without a copy say nothing."""
    found = await equipment.pool.fetch(query, _COPIED, *bounds, _MANY)
    return [row["message"] for row in found if await equipment.keys.was_copied(row["id"], row["attempts"])]
