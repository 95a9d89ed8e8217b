"""Telephone rows and what else somebody should be rung for, in the table of reminders."""

from collections.abc import Sequence
from datetime import datetime

from services.notifications.recipients.resolving import TELEPHONE
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from shared.event_log.connection import Connection

# Put together from a constant.
_TO_RING = f"""
select {COLUMNS} from reminders r
where township = $1 and (due, id) > ($2, $3) and not starts_with(recipient, 'list/operators/')
  and starts_with(subject, $6)
  and (channel = '{TELEPHONE}' and state = 'planned' and wake <= $4
       or state in ('failed', 'uncertain') and (until is null or until > $4) and not exists (
         select from rung
         where rung.township = r.township and rung.subject = r.subject and rung.recipient = r.recipient
           and rung.at >= r.changed
       ))
order by due, id limit $5
"""  # noqa: S608 - constants alone
_DUE_OF = f"""
select {COLUMNS} from reminders
where township = $1 and subject = $2 and recipient = any($3::text[]) and channel = '{TELEPHONE}'
  and state = 'planned' and wake <= $4
order by due, id limit 100 for update
"""  # noqa: S608 - constants alone
_RECIPIENTS_OF = "select distinct recipient from reminders where township = $1 and subject = $2"
_NOTE = """
insert into rung (township, subject, recipient, rung_by, at, remark) values ($1, $2, $3, $4, $5, $6)
on conflict (township, subject, recipient) do update
set rung_by = excluded.rung_by, at = excluded.at, remark = excluded.remark
"""


async def to_ring(
    connection: Connection, township: str, after: tuple[datetime, str], now: datetime, limit: int, about: str
) -> list[Reminder]:
    """What nobody can send, and what failed or is uncertain, as long as nobody noted 已电话通知 since.

    `about`: what their subjects begin with."""
    rows = await connection.fetch(_TO_RING, township, *after, now, limit, about)
    return [reminder_of(row) for row in rows]


async def due_by_telephone(
    connection: Connection, township: str, subject: str, recipients: Sequence[str], now: datetime
) -> list[Reminder]:
    """Locked."""
    rows = await connection.fetch(_DUE_OF, township, subject, list(recipients), now)
    return [reminder_of(row) for row in rows]


async def recipients_of(connection: Connection, township: str, subject: str) -> set[str]:
    return {row["recipient"] for row in await connection.fetch(_RECIPIENTS_OF, township, subject)}


async def note_rung(
    connection: Connection,
    township: str,
    subject: str,
    recipient: str,
    by: str,
    at: datetime,
    remark: str | None,
) -> None:
    await connection.execute(_NOTE, township, subject, recipient, by, at, remark)
