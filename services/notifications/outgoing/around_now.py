"""What goes out next and what went lately, nearest to now first, as far as an account sees it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.notifications.outgoing.scope import Scope
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from shared.event_log.connection import Connection

LATELY = timedelta(days=7)
MOST = 100
_SEEN = """
  and ($2::text[] is null or recipient = any($2)) and ($3::text[] is null or rule = any($3))
"""
# Put together from constants.
_NEXT = f"""
select {COLUMNS} from reminders where township = $1 and state in ('planned', 'sending') {_SEEN}
order by wake, due, id limit $4
"""  # noqa: S608 - constants alone
_LATELY = f"""
select {COLUMNS} from reminders
where township = $1 and state in ('sent', 'delivered', 'failed', 'uncertain') and changed > $5 {_SEEN}
order by coalesce(sent, changed) desc, id limit $4
"""  # noqa: S608 - constants alone


async def coming(connection: Connection, township: str, scope: Scope, most: int) -> Sequence[Reminder]:
    """The soonest first, by the moment at which each is taken up."""
    rows = await connection.fetch(_NEXT, township, scope.recipients, scope.rules, most)
    return [reminder_of(row) for row in rows]


async def lately(connection: Connection, township: str, scope: Scope, now: datetime) -> Sequence[Reminder]:
    """What went out in the last days, or did not reach him: the latest first."""
    rows = await connection.fetch(_LATELY, township, scope.recipients, scope.rules, MOST, now - LATELY)
    return [reminder_of(row) for row in rows]
