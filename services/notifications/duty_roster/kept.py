"""The duty roster in its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.notifications.duty_roster.roster import OnDuty
from services.notifications.reminders.marks import plan_town_anew
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.problems import Rejected

_AHEAD = timedelta(days=366)
"""The latest days are those that reminders look at: far ones would push today's out."""

_READ = """
select r.day, r.duty, r.kind, r.id, s.view ->> 'name' as name,
  r.kind = 'official' and coalesce(s.view -> 'offices', '[]') = '[]' or not exists (
    select from contacts c
    where c.township = r.township and c.kind = r.kind and c.id = r.id and c.part = 'self'
  ) as missing
from duty_roster r
left join subjects s on r.kind = 'official' and s.stream = r.township || '/official/' || r.id
where r.township = $1 and r.day between $2 and $3 order by r.day, r.duty desc, r.kind, r.id
"""
_PEOPLE = "select id, name from contacts where township = $1 and kind = 'person' order by name, id limit 200"
# Two that replace the same day at once would enter both.
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('duty_roster/' || $1))"
_CLEAR = "delete from duty_roster where township = $1 and day = any($2::date[])"
_ENTER = """
insert into duty_roster (township, day, duty, kind, id, changed, changed_by)
values ($1, $2, $3, $4, $5, $6, $7)
"""


@dataclass(frozen=True, slots=True)
class Roster:
    pool: Pool
    account: Account
    now: datetime

    async def between(self, first: date, last: date) -> list[dict[str, Any]]:
        """Day by day. `missing` has no contact, or no office any more; only officials have names here."""
        rows = await self.pool.fetch(_READ, self.account.township, first, last)
        return [{**row, "day": row["day"].isoformat()} for row in rows]

    async def people(self) -> list[dict[str, Any]]:
        """Who has no office and a contact of his own: names alone."""
        return [dict(row) for row in await self.pool.fetch(_PEOPLE, self.account.township)]

    async def enter(self, days: Mapping[date, tuple[OnDuty, ...]]) -> None:
        """All of these days, each as a whole, or none. Raises `invalid_request` for one that is far ahead."""
        if any(day > self.now.date() + _AHEAD for day in days):
            raise Rejected("invalid_request", field="day", detail="最多提前一年 a year ahead at most")
        town, changed = self.account.township, (self.now, self.account.name)
        entered = [
            (town, day, one.duty, one.kind, one.id, *changed) for day, all_ in days.items() for one in all_
        ]
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(_ONE_AT_A_TIME, town)
            await connection.execute(_CLEAR, town, list(days))
            await connection.executemany(_ENTER, entered)
            await plan_town_anew(connection, town)
