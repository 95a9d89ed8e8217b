"""The table `troubles`, and what is read to fill it."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from services.notifications.reminders.marks import mark_subjects
from services.notifications.troubles.silence import Heard, by_publisher
from services.notifications.troubles.trouble import Trouble
from shared.event_log.connection import Connection

# Others come and go where they happen: a channel is halted by whoever sends.
_KEPT = """
select subject, since, facts from troubles
where township = $1
  and split_part(subject, '/', 1) in ('log', 'publisher', 'template', 'budget', 'calendar', 'shadow')
"""
_WRITE = """
insert into troubles (township, subject, since, facts) values ($1, $2, $3, $4::jsonb)
on conflict (township, subject) do update set since = excluded.since, facts = excluded.facts
"""
_DELETE = "delete from troubles where township = $1 and subject = any($2::text[])"
_TOWNS = "select township from reminding order by township"
_HEARD = "select publisher, day, last from publisher_days where township = $1"
_NEEDED = """
select rule, min(due) as due from reminders
where township = $1 and state = 'planned' and due > $2 group by rule
"""


async def towns(connection: Connection) -> list[str]:
    """That are reminded."""
    return [row["township"] for row in await connection.fetch(_TOWNS)]


async def kept_troubles(connection: Connection, township: str) -> dict[str, Trouble]:
    return {
        row["subject"]: Trouble(row["subject"], row["since"], orjson.loads(row["facts"]))
        for row in await connection.fetch(_KEPT, township)
    }


async def write(connection: Connection, township: str, new: Sequence[Trouble], over: Sequence[str]) -> None:
    """In one transaction with the marks: what is over is cancelled where it is still planned."""
    for each in new:
        facts = orjson.dumps(dict(each.facts)).decode()
        await connection.execute(_WRITE, township, each.subject, each.since, facts)
    if over:
        await connection.execute(_DELETE, township, list(over))
    await mark_subjects(connection, township, [*(each.subject for each in new), *over])


async def heard(connection: Connection, township: str) -> dict[str, Heard]:
    rows = await connection.fetch(_HEARD, township)
    return by_publisher((row["publisher"], row["day"], row["last"]) for row in rows)


async def needed(connection: Connection, township: str, now: datetime) -> dict[str, datetime]:
    """By rule, when it speaks next."""
    return {row["rule"]: row["due"] for row in await connection.fetch(_NEEDED, township, now)}
