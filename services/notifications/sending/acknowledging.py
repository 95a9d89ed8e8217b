"""收到: by a link that needs no account, or signed in. It ends what would only say the same stage again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.planning.acknowledged import rules_of_stage, stage_of
from services.notifications.policy.policy import Policy
from services.notifications.reminders.marks import plan_subject_anew
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from services.notifications.reminders.states import Happening, State
from services.notifications.sending.outcomes import happened
from services.notifications.sending.record import record
from shared.canonical import digest
from shared.event_log.connection import Connection

VALID = timedelta(days=14)
PATH = "/notifications/acknowledge/"
_ADD = "insert into acknowledgements (token, township, message, expires) values ($1, $2, $3, $4)"
# Put together from a constant.
_ROWS = f"select {COLUMNS} from reminders where message = $1 order by due, id"  # noqa: S608 - constants alone
_NOT_YET = f"""
select {COLUMNS} from reminders where id = any($1::text[]) and acknowledged is null
order by due, id for update
"""  # noqa: S608 - constants alone
_LINK = "select message, expires, used from acknowledgements where token = $1"
_USE = """
update acknowledgements set used = $2 where token = $1 and used is null and expires > $2 returning message
"""
_SEEN = "update reminders set acknowledged = $2 where id = $1"
_END_REPEATS = """
update reminders set state = 'cancelled', reason = 'acknowledged', changed = $6
where township = $1 and subject = $2 and recipient = $3 and rule = any($4::text[]) and due > $5
  and state = 'planned'
"""


@dataclass(frozen=True, slots=True)
class Link:
    rows: Sequence[Reminder]
    """What its message told."""
    used: datetime | None


def new_token(first: Reminder) -> str | None:
    """Of an e-mail; a text message has no room for one, and may carry none. The urgent has no repeats."""
    return None if first.channel != "email" or first.urgent else secrets.token_urlsafe(24)


def link_of(token: str | None, page: str) -> str | None:
    return None if token is None else f"{page}{PATH}{token}"


async def keep_token(connection: Connection, token: str, first: Reminder, now: datetime) -> None:
    """In the transaction that claims the message: of one that is put off no token is kept."""
    await connection.execute(_ADD, digest(token.encode()), first.township, first.id, now + VALID)


async def look_up(connection: Connection, token: str, now: datetime) -> Link | None:
    """Changes nothing. None: never given out, or too old; used ones stay known."""
    found = await connection.fetchrow(_LINK, digest(token.encode()))
    if found is None or (found["used"] is None and found["expires"] <= now):
        return None
    rows = [reminder_of(row) for row in await connection.fetch(_ROWS, found["message"])]
    return Link(rows, found["used"])


async def use_link(connection: Connection, token: str, policy: Policy, now: datetime) -> None:
    """In the caller's transaction, once; of a link that is used, unknown or too old nothing comes."""
    message = await connection.fetchval(_USE, digest(token.encode()), now)
    if message is not None:
        rows = [reminder_of(row) for row in await connection.fetch(_ROWS, message)]
        await acknowledge(connection, rows, policy, now)


async def acknowledge(
    connection: Connection, rows: Sequence[Reminder], policy: Policy, now: datetime
) -> None:
    """In the caller's transaction. Who says it again changes nothing.

    What is planned, then the record, then marks: in the order that all who remind take them.
    """
    for row in rows:
        rules = rules_of_stage(stage_of(row.rule, policy), policy)
        await connection.execute(_END_REPEATS, row.township, row.subject, row.recipient, rules, row.due, now)
    for found in await connection.fetch(_NOT_YET, [row.id for row in rows]):
        row = reminder_of(found)
        await connection.execute(_SEEN, row.id, now)
        await record(connection, row, "acknowledged", now)
        if row.state is State.UNCERTAIN:
            # Nobody acknowledges what never came.
            await happened(connection, row, Happening.DELIVERED, now)
    for township, subject in sorted({(row.township, row.subject) for row in rows}):
        # What is planned just now by somebody who does not see this is ended by planning once more.
        await plan_subject_anew(connection, township, subject)
