"""The table of reminders as planning writes it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson

from services.notifications.planning.wanted import Wanted
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from services.notifications.reminders.states import State
from shared import metrics
from shared.event_log.connection import Connection

# Put together from a constant.
_OF_SUBJECTS = f"select {COLUMNS} from reminders where township = $1 and subject = any($2::text[])"  # noqa: S608 - constants alone
_INSERT = """
insert into reminders (
  id, township, rule, subject, due, recipient, channel, rule_version, audience, facts, urgent, gathered,
  until, state, reason, wake, planned, changed
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15, $16, $17, $17)
on conflict (id) do nothing
"""
_CANCEL = """
update reminders set state = 'cancelled', reason = ended.reason, changed = $3
from unnest($1::text[], $2::text[]) as ended (id, reason)
where reminders.id = ended.id and reminders.state = 'planned'
"""
_REVIVE = """
update reminders set state = 'planned', reason = null, woken = null, wake = greatest(due, $2), changed = $2
where id = any($1::text[]) and state = 'cancelled' and message is null
"""
_OVERTAKE = """
update reminders set state = 'cancelled', reason = 'overtaken', changed = $1
where id in (
  select id from reminders where state = 'planned' and until <= $1 limit 500 for update skip locked
)
returning rule, channel
"""
_REFRESH = """
update reminders set facts = fresh.facts::jsonb, audience = string_to_array(fresh.audience, ','),
  until = fresh.until, rule_version = fresh.version, changed = $6
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::int[])
  as fresh (id, facts, audience, until, version)
where reminders.id = fresh.id and reminders.state = 'planned'
"""
_SINCE = """
insert into reminding (township, since) values ($1, $2) on conflict (township) do nothing
"""
_READ_SINCE = "select since from reminding where township = $1"


async def rows_of(connection: Connection, township: str, subjects: Sequence[str]) -> list[Reminder]:
    return [reminder_of(row) for row in await connection.fetch(_OF_SUBJECTS, township, list(subjects))]


async def insert(
    connection: Connection, wanted: Iterable[Wanted], now: datetime, state: State, reason: str | None = None
) -> None:
    await connection.executemany(
        _INSERT, [(*_row(each), state.value, reason, each.wake, now) for each in wanted]
    )


async def refresh(connection: Connection, wanted: Sequence[Wanted], now: datetime) -> None:
    """What planned rows would say, where it has changed since."""
    rows = [
        (each.key.id, _json(each.demand.facts), ",".join(each.seats), each.demand.until, each.rule.version)
        for each in wanted
    ]
    await connection.execute(_REFRESH, *[list(column) for column in zip(*rows, strict=True)], now)


async def cancel(connection: Connection, ended: Sequence[tuple[str, str]], now: datetime) -> None:
    """Ids with the reason. What is claimed already is past cancelling."""
    await connection.execute(_CANCEL, [id_ for id_, _ in ended], [reason for _, reason in ended], now)


async def revive(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    await connection.execute(_REVIVE, list(ids), now)


async def cancel_overtaken(connection: Connection, now: datetime) -> None:
    for row in await connection.fetch(_OVERTAKE, now):
        metrics.REMINDERS.labels(row["rule"], row["channel"], State.CANCELLED.value).inc()


async def reminded_since(connection: Connection, township: str, now: datetime) -> datetime:
    """From when on the town is reminded: now, when it is asked for the first time."""
    await connection.execute(_SINCE, township, now)
    since: datetime = await connection.fetchval(_READ_SINCE, township)
    return since


def _row(wanted: Wanted) -> tuple[Any, ...]:
    key, demand, rule = wanted.key, wanted.demand, wanted.rule
    return (
        key.id,
        *key,
        rule.version,
        list(wanted.seats),
        _json(demand.facts),
        rule.urgent,
        rule.gathered,
        demand.until,
    )


def _json(facts: Any) -> str:
    return orjson.dumps(dict(facts)).decode()
