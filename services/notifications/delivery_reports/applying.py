"""Reports of gateways on the rows of the message that they name: late, early, twice, or of nobody we know."""

from collections.abc import Sequence
from datetime import datetime

from services.notifications.channels.reports import Report
from services.notifications.recipients.loading import flag_wrong
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import Happening
from services.notifications.sending.outcomes import happened
from services.notifications.sending.statements import of_message
from shared.event_log.connection import Connection, Pool

_SMS = "sms"


async def apply_reports(pool: Pool, reports: Sequence[Report], now: datetime) -> None:
    """Each in a transaction of its own: all reminders take turns at the record."""
    for report in reports:
        async with pool.acquire() as connection, connection.transaction():
            await _apply(connection, report, now)


async def _apply(connection: Connection, report: Report, now: datetime) -> None:
    happening = Happening.DELIVERED if report.delivered else Happening.BOUNCED
    reason = None if report.delivered else report.why or "bounced"
    new: dict[str, Reminder] = {}
    for row in await of_message(connection, report.id):
        # Who reports on text messages has nothing to say of others.
        if row.channel == _SMS and await happened(connection, row, happening, now, reason) is not None:
            new[row.recipient] = row
    for recipient, row in sorted(new.items() if report.wrong_address else ()):
        used = row.claimed or row.changed
        await flag_wrong(connection, row.township, recipient, _SMS, reason or "", now, used=used)
