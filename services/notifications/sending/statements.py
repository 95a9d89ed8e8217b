"""The table of reminders as sending writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from services.notifications.reminders.states import State
from services.notifications.sending.claimant import Session
from services.notifications.sending.muted import Mute, Muted
from shared.event_log.connection import Connection

_HELD = """
select true from pg_locks
where locktype = 'advisory' and granted and (classid::bigint << 32 | objid::bigint) = $1
  and database = (select oid from pg_database where datname = current_database())
"""
# All put together from constants.
_ALONE = """
select pg_advisory_xact_lock(hashtextextended(concat_ws(' ', r.township, coalesce((
  select case r.channel when 'sms' then mobile when 'email' then lower(email) end from contacts c
  where c.township = r.township and c.kind || '/' || c.id || '/' || c.part = r.recipient
), r.recipient), r.channel), 0))
from reminders r where r.id = $1
"""
_TAKE = f"""
select {COLUMNS} from reminders where id = $1 and state = 'planned' and wake <= $2 for update skip locked
"""  # noqa: S608 - constants alone
_TOGETHER = f"""
select {COLUMNS} from reminders
where township = $1 and recipient = any($2::text[]) and channel = $3 and state = 'planned' and wake <= $4
  and (gathered or due < $7) and not urgent and id <> $5
order by due, id limit $6 for update skip locked
"""  # noqa: S608 - constants alone
# Marks are written in the order of subjects, by everybody.
_OF_MESSAGE = f"select {COLUMNS} from reminders where message = $1 order by subject, due, id for update"  # noqa: S608 - constants alone
_LATER = """
update reminders set wake = $2, woken = null, reason = $3, changed = $4
where id = any($1::text[]) and state = 'planned'
"""
_END = (
    "update reminders set state = 'cancelled', reason = $2, changed = $3 where id = $1 and state = 'planned'"
)
_CLAIM = """
update reminders set state = 'sending', reason = null, claimant = $2, message = $3, judged_on = $4::jsonb,
  as_of = $5, text_hash = $6, rule_version = $7, attempts = attempts + 1, changed = $8, claimed = $8,
  sent_stream = $9, called = null
where id = $1
"""
_SETTLE = """
update reminders set state = $2, reason = $3, reference = coalesce($4, reference), wake = coalesce($5, wake),
  woken = null, changed = $6, claimant = case when $2 = 'uncertain' then claimant end,
  sent = case when $2 in ('sent', 'delivered') then coalesce(sent, $6) else sent end
where id = $1
"""
_UNSEAL = "update reminders set message = null where id = $1"
_SENT_TODAY = """
select count(distinct message) filter (where not urgent) as polite,
  count(distinct message) filter (where urgent) as urgent
from reminders
where township = $1 and recipient = any($2::text[]) and channel = $3 and message is not null
  and claimed >= $4
  and state in ('sending', 'sent', 'delivered', 'uncertain', 'failed')
"""
_MUTED = """
select what, recipient, until from mutes
where township = $1 and ($2::text[] is null or recipient = '' or recipient = any($2))
  and (until is null or until > $3)
"""
_RESUMED = "select max(at) from channel_resumes where channel = $2 and township in ('', $1)"


@dataclass(frozen=True, slots=True)
class Lately:
    """Messages to one person by one channel since the day began."""

    polite: int
    urgent: int


async def held(connection: Connection, claimant: int) -> bool:
    """Whether its session lives, on this very database."""
    return bool(await connection.fetchval(_HELD, claimant))


async def take(connection: Connection, id_: str, now: datetime) -> Reminder | None:
    """Locked; None where it is not planned any more, not due yet, or in the hands of another.

    One claim at a time for an address: two at once would each gather a part, and count too few.
    """
    await connection.execute(_ALONE, id_)
    row = await connection.fetchrow(_TAKE, id_, now)
    return None if row is None else reminder_of(row)


async def due_together(
    connection: Connection, lead: Reminder, person: Sequence[str], now: datetime, at_most: int,
    held_before: datetime,
) -> list[Reminder]:  # fmt: skip
    """What else that person is to be told by that channel now, locked: of before `held_before` all."""
    rows = await connection.fetch(
        _TOGETHER, lead.township, list(person), lead.channel, now, lead.id, at_most, held_before
    )
    return [reminder_of(row) for row in rows]


async def of_message(connection: Connection, message: str) -> list[Reminder]:
    return [reminder_of(row) for row in await connection.fetch(_OF_MESSAGE, message)]


async def put_off(
    connection: Connection, ids: Sequence[str], wake: datetime, why: str, now: datetime
) -> None:
    await connection.execute(_LATER, list(ids), wake, why, now)


async def end(connection: Connection, id_: str, reason: str, now: datetime) -> None:
    await connection.execute(_END, id_, reason, now)


async def mark_claimed(
    connection: Connection,
    row: Reminder,
    session: Session,
    message: str,
    positions: Mapping[str, int],
    as_of: datetime | None,
    text_hash: str,
    version: int,
    now: datetime,
) -> None:
    written = orjson.dumps(dict(positions)).decode()
    await connection.execute(
        _CLAIM, row.id, session.number, message, written, as_of, text_hash, version, now, session.sent_stream
    )


async def settle(
    connection: Connection,
    id_: str,
    state: State,
    reason: str | None,
    now: datetime,
    reference: str | None = None,
    wake: datetime | None = None,
) -> None:
    await connection.execute(_SETTLE, id_, state.value, reason, reference, wake, now)


async def unseal(connection: Connection, id_: str) -> None:
    """It was in no message that anybody may have got: demanded again, it may go."""
    await connection.execute(_UNSEAL, id_)


async def lately(connection: Connection, row: Reminder, person: Sequence[str], since: datetime) -> Lately:
    found = await connection.fetch(_SENT_TODAY, row.township, list(person), row.channel, since)
    return Lately(found[0]["polite"], found[0]["urgent"])


async def muted(connection: Connection, township: str, person: Sequence[str] | None, now: datetime) -> Muted:
    """By him, or for everybody; without a person all of the town."""
    rows = await connection.fetch(_MUTED, township, None if person is None else list(person), now)
    return Muted(tuple(Mute(**row) for row in rows))


async def resumed(connection: Connection, township: str, channel: str) -> datetime | None:
    """When an operator of the town let it go on last: what went out before is no reason to halt it again."""
    at: datetime | None = await connection.fetchval(_RESUMED, township, channel)
    return at
