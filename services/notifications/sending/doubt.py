"""What a dead claimant left behind: planned again where SENT shows that it has not called, else in doubt.

That its session has ended is seen first; then SENT is told that it is given up, in the place of its key.
Where the key stands already it may have called. Where it can't be written any more it has not, and never
will: each key of a message is written before its call, so one of them is enough. Where the table says that it
was about to call SENT is not asked: it may have been put back to an older state, without that key.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from nats.errors import Error as NatsError

from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from services.notifications.reminders.states import Happening
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.outcomes import happened
from services.notifications.sending.sent_keys import SentKey, SentKeys, Stands
from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import DATABASE_AWAY
from shared.logging import get_logger

_log = get_logger(__name__)

_EACH_SECONDS = 2.0
_CLAIMANTS = "select distinct claimant from reminders where state = 'sending'"
_IS_GONE = "select pg_try_advisory_xact_lock($1)"
# All put together from constants.
_LEFT = f"select {COLUMNS} from reminders where state = 'sending' and claimant = $1 order by due, id"  # noqa: S608 - constants alone
_OF_MESSAGE = f"""
select {COLUMNS} from reminders where state = 'sending' and claimant = $1 and message = $2
order by subject, due, id for update
"""  # noqa: S608 - constants alone
_REASON = "claimant_gone"


async def watch_claimants(equipment: Equipment) -> None:
    """Until cancelled."""
    while True:
        heed_cancellation()
        try:
            await look_once(equipment)
        except (*DATABASE_AWAY, NatsError) as error:
            _log.warning("claimants_looked_at_later", error=repr(error))
        await asyncio.sleep(_EACH_SECONDS)


async def look_once(equipment: Equipment) -> None:
    for row in await equipment.pool.fetch(_CLAIMANTS):
        if await _is_gone(equipment, row["claimant"]):
            await _take_up(equipment, row["claimant"])


async def _is_gone(equipment: Equipment, claimant: int) -> bool:
    """Its lock can be had only when its session has ended, which it does for good."""
    async with equipment.pool.acquire() as connection, connection.transaction():
        return bool(await connection.fetchval(_IS_GONE, claimant))


async def _take_up(equipment: Equipment, claimant: int) -> None:
    messages: dict[str, list[Reminder]] = defaultdict(list)
    for found in await equipment.pool.fetch(_LEFT, claimant):
        row = reminder_of(found)
        messages[row.message or row.id].append(row)
    for message, rows in messages.items():
        called = await _may_have_called(equipment.keys, rows)
        await _settle(equipment, claimant, message, called=called)


async def _may_have_called(keys: SentKeys, rows: Sequence[Reminder]) -> bool:
    """Nothing is known where SENT is another than the one that the key would stand in.

    That the table says nothing is no answer: it may be a restored one, or claimed by an older version.
    """
    if any(row.called for row in rows):
        return True
    given_up = False
    for row in rows:
        sent = SentKey(row.key, row.attempts, row.message or row.id, row.claimed or row.changed)
        if await keys.give_up(sent) is Stands.GIVEN_UP:
            given_up = True
            break
    # Asked afterwards: what was read and written above was this stream.
    return not given_up or await keys.stream() != rows[0].sent_stream


async def _settle(equipment: Equipment, claimant: int, message: str, *, called: bool) -> None:
    now = equipment.clock.now()
    async with equipment.pool.acquire() as connection, connection.transaction():
        for found in await connection.fetch(_OF_MESSAGE, claimant, message):
            row = reminder_of(found)
            if called:
                await happened(connection, row, Happening.CLAIMANT_GONE, now, _REASON)
                _log.warning("reminder_uncertain", reminder=row.id, rule=row.rule, channel=row.channel)
            else:
                await happened(connection, row, Happening.NEVER_CALLED, now, _REASON, wake=now)
