"""What gateways report of messages: kept until it is applied, to the rows of the message that it names.

Reports come late, early, twice, or of nobody we know. Whoever posted one may forget it once it is kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notifications.channels.reports import Report
from services.notifications.recipients.loading import flag_wrong
from services.notifications.reminders.key import is_id
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import Happening
from services.notifications.sending.outcomes import happened
from services.notifications.sending.statements import of_message
from shared.event_log.connection import Connection, Pool

_SMS = "sms"
_KEEP = """
insert into delivery_reports (message, delivered, why, wrong_address, at)
select * from unnest($1::text[], $2::bool[], $3::text[], $4::bool[], $5::timestamptz[])
"""
_WAITING = """
update delivery_reports set woken = clock_timestamp()
where number in (
  select number from delivery_reports
  where woken is null or woken < clock_timestamp() - interval '15 seconds'
  order by number limit $1 for update skip locked
)
returning message
"""
_TAKE = "select * from delivery_reports where message = $1 order by number for update"
_DONE = "delete from delivery_reports where number = any($1::bigint[])"


async def keep_reports(pool: Pool, reports: Sequence[Report]) -> None:
    """All of a batch or none. What no message of ours can be called is passed over."""
    ours = [report for report in reports if is_id(report.id)]
    columns = (
        [report.id for report in ours],
        [report.delivered for report in ours],
        [report.why for report in ours],
        [report.wrong_address for report in ours],
        [report.at for report in ours],
    )
    await pool.execute(_KEEP, *columns)


async def waiting(connection: Connection, at_most: int) -> list[str]:
    """Messages that were reported on, each in want of a job; one that got lost is published again."""
    return sorted({row["message"] for row in await connection.fetch(_WAITING, at_most)})


async def apply_reports(pool: Pool, message: str, now: datetime) -> None:
    """In the order that they came: what is known first stands. Two at once take turns."""
    async with pool.acquire() as connection, connection.transaction():
        kept = await connection.fetch(_TAKE, message)
        for report in kept:
            await _apply(connection, report, now)
        await connection.execute(_DONE, [report["number"] for report in kept])


async def _apply(connection: Connection, report: Any, now: datetime) -> None:
    happening = Happening.DELIVERED if report["delivered"] else Happening.BOUNCED
    reason = None if report["delivered"] else report["why"] or "bounced"
    new: dict[str, Reminder] = {}
    for row in await of_message(connection, report["message"]):
        # Who reports on text messages has nothing to say of others.
        if row.channel == _SMS and await happened(connection, row, happening, now, reason) is not None:
            new[row.recipient] = row
    for recipient, row in sorted(new.items() if report["wrong_address"] else ()):
        used = row.claimed or row.changed
        await flag_wrong(connection, row.township, recipient, _SMS, reason or "", now, used=used)
