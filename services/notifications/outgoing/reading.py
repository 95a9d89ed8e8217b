"""Reminders as an account may see them, from their table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.notifications.outgoing.scope import Scope
from services.notifications.outgoing.words import about
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from shared.event_log.connection import Connection

MOST_LINES = 200
"""Of the record of one reminder."""
# Put together from a constant.
_PAGE = f"""
select {COLUMNS} from reminders
where township = $1 and due >= $2 and due < $3 and (due, id) > ($4, $5)
  and ($6::text[] is null or recipient = any($6)) and ($7::text[] is null or rule = any($7))
  and ($8::text is null or recipient = $8) and ($9::text is null or rule = $9)
  and ($10::text is null or subject = $10) and ($11::text is null or state = $11)
  and ($12::text[] is null or exists (select from unnest($12) as about where starts_with(subject, about)))
  and strpos(lower(concat_ws(' ', facts ->> 'filer_name', facts ->> 'organisation_name', facts ->> 'hazard',
    facts ->> 'what', subject, (
      select c.name from contacts c
      where c.township = $1 and c.kind || '/' || c.id || '/' || c.part = recipient
    ))), lower($13)) > 0
order by due, id limit $14
"""  # noqa: S608 - constants alone
_ONE = f"select {COLUMNS} from reminders where township = $1 and id = $2"  # noqa: S608 - constants alone
_TOGETHER = f"select {COLUMNS} from reminders where township = $1 and message = $2 order by due, id limit 500"  # noqa: S608 - constants alone
_LINES = """
select number, previous, line, hash from sending_record
where township = $1 and reminder = $2 order by number limit $3
"""
_NAMES = """
select reference, coalesce(c.name, s.view ->> 'name') as name
from unnest($2::text[]) as asked (reference)
cross join lateral regexp_match(reference, '^([^/]*)/(.*)/([^/]*)$') as read (parts)
left join contacts c
  on c.township = $1 and c.kind = parts[1] and c.id = parts[2] and c.part = parts[3]
left join subjects s on s.stream = $1 || case parts[1]
  when 'filer' then '/organisation/' when 'official' then '/official/' end || parts[2]
"""
_ABOUT = """
select distinct on (subject) subject, facts from reminders
where township = $1 and subject = any($2::text[]) order by subject, due desc
"""


@dataclass(frozen=True, slots=True)
class Question:
    begins: datetime
    ends: datetime
    recipient: str | None
    rule: str | None
    subject: str | None
    state: str | None
    after: tuple[datetime, str]
    limit: int
    about: Sequence[str] | None = None
    """What their subjects begin with: `report/<campaign>/<period>/`."""
    words: str = ""
    """Stand in what it is about, or in the name of whom it goes to."""


async def page(connection: Connection, township: str, scope: Scope, asked: Question) -> list[Reminder]:
    """By the moment that each is due, and its id."""
    rows = await connection.fetch(
        _PAGE, township, asked.begins, asked.ends, *asked.after, scope.recipients, scope.rules,
        asked.recipient, asked.rule, asked.subject, asked.state, asked.about, asked.words, asked.limit,
    )  # fmt: skip
    return [reminder_of(row) for row in rows]


async def one(connection: Connection, township: str, id_: str) -> Reminder | None:
    row = await connection.fetchrow(_ONE, township, id_)
    return None if row is None else reminder_of(row)


async def told_together(connection: Connection, township: str, message: str) -> list[Reminder]:
    """All that one message said."""
    return [reminder_of(row) for row in await connection.fetch(_TOGETHER, township, message)]


async def lines_of(connection: Connection, township: str, id_: str) -> list[dict[str, Any]]:
    """The first lines of its chained record: what was known at each claim, and what became of it."""
    rows = await connection.fetch(_LINES, township, id_, MOST_LINES)
    return [{**row, "line": orjson.loads(row["line"])} for row in rows]


async def abouts_of(connection: Connection, township: str, subjects: Iterable[str]) -> Mapping[str, str]:
    """In words, of subjects that somebody is or was reminded of."""
    rows = await connection.fetch(_ABOUT, township, sorted(set(subjects)))
    return {row["subject"]: about(row["subject"], orjson.loads(row["facts"])) for row in rows}


async def names_of(connection: Connection, township: str, references: Iterable[str]) -> Mapping[str, str]:
    """By recipient, of those who have a name."""
    rows = await connection.fetch(_NAMES, township, sorted(set(references)))
    return {row["reference"]: row["name"] for row in rows if row["name"]}
