"""Which reminders are uncertain, as whoever runs the deployment may see them: no name, address or text."""

from datetime import datetime
from typing import Any

from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.shown import written
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from shared.instant import write_instant

# Put together from a constant.
_IN_DOUBT = f"""
select {COLUMNS} from reminders
where township = $1 and state = 'uncertain' and (due, id) > ($2, $3) order by due, id limit $4
"""  # noqa: S608 - constants alone


async def in_doubt(acting: Acting, after: tuple[datetime, str], limit: int) -> list[Reminder]:
    """Of the town, whenever they were due."""
    async with acting.pool.acquire() as connection:
        rows = await connection.fetch(_IN_DOUBT, acting.township, *after, limit)
    return [reminder_of(row) for row in rows]


def doubt_shown(row: Reminder, *, can_be_asked: bool) -> dict[str, Any]:
    """`asked_next`: when its provider is asked, where one can tell."""
    return {
        "id": row.id,
        "rule": row.rule,
        "subject": row.subject,
        "recipient": row.recipient,
        "channel": row.channel,
        "urgent": row.urgent,
        "due": write_instant(row.due),
        "claimed": written(row.claimed),
        "since": write_instant(row.changed),
        "reason": row.reason,
        "attempts": row.attempts,
        "message": row.message,
        "repeated": written(row.repeated),
        "asked_next": write_instant(row.wake) if can_be_asked else None,
    }
