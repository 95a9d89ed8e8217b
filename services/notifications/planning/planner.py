"""Keeps the table equal to what the rules demand: what was marked is planned, by one planner at a time."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from services.notifications.planning import statements
from services.notifications.planning.acknowledged import repeats_acknowledged
from services.notifications.planning.basis import Basis, Rulebook, load_basis
from services.notifications.planning.expanding import expand
from services.notifications.planning.wanted import Wanted, changes
from services.notifications.reminders.marks import WHOLE_TOWN
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from shared import metrics
from shared.bus.cancellation import heed_cancellation
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, Connection, Pool
from shared.logging import get_logger

_log = get_logger(__name__)

_LOCK = 0x706C616E
_LOOK_SECONDS = 0.5
_TOWNS, _OF_TOWN = 5, 50
"""Of so many towns at once, so many of the oldest marks and of the newest: no town waits for another's, and
what is found just now not for a hundred thousand others."""
_RESTS = 3
"""As many times as long as it works: while thousands of facts arrive, they come first."""
_ALONE = "select pg_try_advisory_xact_lock($1)"
_NOT_WHOLE = "select exists (select from read_models where targets <> '{}')"
# Nobody empties what is read here before this ends.
_STAYS = "lock table subjects in access share mode"
_MARK_ALL = """
insert into to_plan (township, subject) select township, $1 from reminding order by township
on conflict (township, subject) do update set since = clock_timestamp()
"""
_MARKED = """
select town.township, mark.subject, mark.since
from (select township from to_plan group by township order by random() limit $1) town
cross join lateral (
  (select subject, since from to_plan where township = town.township
   order by since desc, subject desc limit $2)
  union
  (select subject, since from to_plan where township = town.township order by since, subject limit $2)
) mark
"""
_DONE = """
with done as (
  select township, subject from to_plan
  join unnest($1::text[], $2::text[], $3::timestamptz[]) as read (township, subject, since)
    using (township, subject, since)
  for update of to_plan skip locked
)
delete from to_plan using done where to_plan.township = done.township and to_plan.subject = done.subject
"""
"""A mark that is renewed meanwhile or just now stays: whoever renews it may wait for what is planned here."""


class Planner:
    """Before `begins` it plans nothing; what was marked until then is planned when it comes.

    Nor does it while the read model is folded anew. All of every town is planned once after a start: the
    policy, the channels or the calendar may be others than before.
    """

    def __init__(self, pool: Pool, clock: Clock, rulebook: Rulebook, begins: datetime | None = None) -> None:
        self._pool, self._clock, self._rulebook, self._begins = pool, clock, rulebook, begins
        self._looked_at_all = False

    async def run(self) -> None:
        """Until cancelled. Another process may be the one that plans: then this one looks on."""
        while True:
            heed_cancellation()
            began = time.monotonic()
            try:
                planned = await self.plan_some()
            except DATABASE_AWAY as error:
                _log.warning("planning_later", error=repr(error))
                planned = 0
            took = time.monotonic() - began
            await asyncio.sleep(_RESTS * took if planned else _LOOK_SECONDS)

    async def plan_some(self) -> int:
        """How many marks were worked off."""
        if self._begins is not None and self._clock.now() < self._begins:
            return 0
        async with self._pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(_ALONE, _LOCK):
                return 0
            await connection.execute(_STAYS)
            if await connection.fetchval(_NOT_WHOLE):
                return 0
            now = self._clock.now()
            await statements.cancel_overtaken(connection, now)
            if not self._looked_at_all:
                await connection.execute(_MARK_ALL, WHOLE_TOWN)
            marked = await connection.fetch(_MARKED, _TOWNS, _OF_TOWN)
            by_town: dict[str, list[str]] = defaultdict(list)
            for row in marked:
                by_town[row["township"]].append(row["subject"])
            for township, subjects in by_town.items():
                await self._plan(connection, township, subjects, now)
            if marked:
                await connection.execute(_DONE, *[[row[at] for row in marked] for at in range(3)])
        self._looked_at_all = True
        return len(marked)

    async def _plan(
        self, connection: Connection, township: str, marked: Iterable[str], now: datetime
    ) -> None:
        """What is changed while this reads is marked again, and so planned again."""
        basis = await load_basis(connection, township, self._rulebook)
        subjects = await expand(connection, basis.town, marked)
        since = await statements.reminded_since(connection, township, now)
        if subjects:
            await plan(connection, basis, subjects, since, now)


async def plan(
    connection: Connection, basis: Basis, subjects: list[str], since: datetime, now: datetime
) -> None:
    """All rows of these subjects, in the caller's transaction: what ended is cancelled on every channel."""
    wanted: dict[str, Wanted] = {}
    for of_subject in (await basis.wanted(connection, subjects)).values():
        wanted |= of_subject
    rows = await statements.rows_of(connection, basis.town.township, subjects)
    existing = {row.id: row for row in rows}
    repeats = repeats_acknowledged(wanted, existing, basis.town.policy)
    change = changes(wanted, existing, since, now, repeats)
    await statements.insert(connection, change.plan, now, State.PLANNED)
    for each, reason in change.too_late:
        await statements.insert(connection, [each], now, State.CANCELLED, reason)
    if change.cancel:
        await statements.cancel(connection, change.cancel, now)
        for row in (existing[id_] for id_, _ in change.cancel):
            metrics.REMINDERS.labels(row.rule, row.channel, State.CANCELLED.value).inc()
    if change.revive:
        await statements.revive(connection, change.revive, now)
    if stale := [each for id_, each in wanted.items() if id_ in existing and _differs(each, existing[id_])]:
        await statements.refresh(connection, stale, now)


def _differs(wanted: Wanted, row: Reminder) -> bool:
    """Whether a planned row would say, or stand for, something else."""
    said = (dict(wanted.demand.facts), wanted.seats, wanted.demand.until, wanted.rule.version)
    return row.state is State.PLANNED and said != (dict(row.facts), row.audience, row.until, row.rule_version)
