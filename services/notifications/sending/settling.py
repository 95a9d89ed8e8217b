"""Settling doubt: providers that can tell are asked, again with growing pauses, for three days.

A message is settled as a whole, as it was handed over. What nobody can tell stays uncertain, unless its rule
says better twice than never: then it is sent once more, once. What a restored backup left in doubt is never
repeated so, since its sender came as far as the call.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notifications.channels.channel import Absent, Found
from services.notifications.recipients.loading import address_of
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from services.notifications.reminders.states import Happening
from services.notifications.sending import statements
from services.notifications.sending.beside import copied_beside
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.halting import halted_channels
from services.notifications.sending.outcomes import happened
from shared import metrics
from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import DATABASE_AWAY, Connection
from shared.logging import get_logger

_log = get_logger(__name__)

_EACH_SECONDS = 2.0
_AT_ONCE = 20
_FIRST_AFTER, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
"""The first: whoever made the call may still be alive, and know."""
_COMES_NO_MORE_AFTER = timedelta(minutes=15)
"""After the doubt arose: what a stopped process may have handed over last is at the provider by then."""
_UP_TO = timedelta(days=3)
_RESTORED = "restored"
_IN_DOUBT = """
select message from reminders
where state = 'uncertain' and wake <= $1 and changed <= $2 and claimed > $3 and message is not null
  and channel = any($4::text[])
group by message order by min(wake), message limit $5
"""
# Put together from a constant.
_ROWS = f"select {COLUMNS} from reminders where message = $1 and state = 'uncertain' order by due, id"  # noqa: S608 - constants alone
_ASK_LATER = "update reminders set wake = $2 where message = $1 and state = 'uncertain'"
_REPEATED = "update reminders set repeated = $2 where id = $1"
_COUNT = "select channel, count(*) as many from reminders where state = 'uncertain' group by channel"


@dataclass(frozen=True, slots=True)
class _Doubt:
    """One message that nobody knows of, as it stood when it was looked at."""

    rows: Sequence[Reminder]

    @property
    def message(self) -> str:
        return self.rows[0].message or self.rows[0].id

    @property
    def claimed(self) -> datetime:
        return self.rows[0].claimed or self.rows[0].changed

    @property
    def since(self) -> datetime:
        return max(row.changed for row in self.rows)


async def settle_doubts(equipment: Equipment) -> None:
    """Until cancelled."""
    while True:
        heed_cancellation()
        try:
            await settle_once(equipment)
            await _measure(equipment)
        except DATABASE_AWAY as error:
            _log.warning("settling_later", error=repr(error))
        await asyncio.sleep(_EACH_SECONDS)


async def settle_once(equipment: Equipment) -> None:
    now = equipment.clock.now()
    bounds = (now, now - _FIRST_AFTER, now - _UP_TO, sorted(equipment.channels), _AT_ONCE)
    for found in await equipment.pool.fetch(_IN_DOUBT, *bounds):
        rows = [reminder_of(row) for row in await equipment.pool.fetch(_ROWS, found["message"])]
        if rows:
            doubt = _Doubt(rows)
            answer = await _asked(equipment, doubt)
            async with equipment.pool.acquire() as connection, connection.transaction():
                await _settle(connection, equipment, doubt, answer, equipment.clock.now())


async def _asked(equipment: Equipment, doubt: _Doubt) -> Found | Absent | None:
    first = doubt.rows[0]
    channel = equipment.channels[first.channel]
    if not channel.tells:
        return None
    async with equipment.pool.acquire() as connection:
        to = await address_of(connection, first.township, first.recipient, first.channel, used=doubt.claimed)
    if to is None:
        return None
    try:
        beside = await copied_beside(equipment, doubt.rows, doubt.claimed)
        return await channel.find(doubt.message, to.to, doubt.claimed, beside)
    except Exception:  # noqa: BLE001 - a fault of ours; nothing is known, as before
        _log.exception("channel_failed", channel=first.channel, reminder=doubt.message)
        return None


async def _settle(
    connection: Connection, equipment: Equipment, doubt: _Doubt, answer: Found | Absent | None, now: datetime
) -> None:
    """Rows that were sent again while their provider was asked are others: the answer is not theirs."""
    seen = {row.id: row.attempts for row in doubt.rows}
    still = [
        row
        for row in await statements.of_message(connection, doubt.message)
        if seen.get(row.id) == row.attempts
    ]
    sure = now - doubt.since >= _COMES_NO_MORE_AFTER
    for row in still:
        match answer:
            case Found():
                await _found(connection, row, answer, now)
            case Absent() if sure:
                await happened(connection, row, Happening.ABSENT, now, wake=now)
            case _:
                await _repeat(connection, equipment, row, now, sure=sure)
    pause = min(max(now - doubt.since, _FIRST_AFTER), _LONGEST_PAUSE)
    await connection.execute(_ASK_LATER, doubt.message, now + pause)


async def _found(connection: Connection, row: Reminder, found: Found, now: datetime) -> None:
    if found.delivered is None:
        await happened(connection, row, Happening.FOUND, now, reference=found.reference)
    elif found.delivered:
        await happened(connection, row, Happening.DELIVERED, now, reference=found.reference)
    else:
        await happened(connection, row, Happening.BOUNCED, now, "not_delivered", reference=found.reference)


async def _repeat(
    connection: Connection, equipment: Equipment, row: Reminder, now: datetime, *, sure: bool
) -> None:
    if not _repeats(equipment, row, sure=sure):
        return
    if await happened(connection, row, Happening.RESENT, now, wake=now) is not None:
        await connection.execute(_REPEATED, row.id, now)


def _repeats(equipment: Equipment, row: Reminder, *, sure: bool) -> bool:
    rule = equipment.rulebook.policy.rules.get(row.rule)
    if rule is None or not rule.repeat_uncertain or row.repeated is not None or row.reason == _RESTORED:
        return False
    return sure or not equipment.channels[row.channel].tells


async def _measure(equipment: Equipment) -> None:
    async with equipment.pool.acquire() as connection:
        counted: list[Any] = await connection.fetch(_COUNT)
        halted = await halted_channels(connection)
    many = {row["channel"]: row["many"] for row in counted}
    for channel in equipment.channels:
        metrics.REMINDERS_IN_DOUBT.labels(channel).set(many.get(channel, 0))
        metrics.CHANNEL_HALTED.labels(channel).set(int(channel in halted))
