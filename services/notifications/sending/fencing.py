"""The last before a channel is called: its keys in SENT, the table told, its session still alive.

Two say that it calls, and neither forgets with the other: SENT, when the table is restored from a backup, and
the table, when the broker's disk is put back to an older state.
"""

from collections.abc import Sequence
from datetime import datetime

from nats.errors import Error as NatsError

from services.notifications.channels.channel import Outcome, PutOff, Unknown
from services.notifications.reminders.row import Reminder
from services.notifications.sending.claim import Claimed
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.sent_keys import SentKey, Stands
from shared.event_log.connection import DATABASE_AWAY, Pool
from shared.logging import get_logger

_log = get_logger(__name__)

KEY_THERE = "key_found"
_SOON_SECONDS = 5
# Only of what is still this very attempt's. Locked in the order that everybody takes.
_CALLED = """
with own as (
  select r.id from reminders r
  join unnest($1::text[], $2::int[]) as claimed (id, attempts) on r.id = claimed.id
    and r.attempts = claimed.attempts
  where r.claimant = $3 and r.state = 'sending' order by r.subject, r.due, r.id for update of r
)
update reminders set called = $4 from own where reminders.id = own.id
"""


async def fenced(equipment: Equipment, claimed: Claimed, *, copied: bool) -> Outcome | None:
    """None where it may be called; else what became of it."""
    try:
        if (refused := await _keyed(equipment, claimed, copied=copied)) is not None:
            return refused
    except (NatsError, TimeoutError):
        return PutOff(_SOON_SECONDS, "bus_away")
    try:
        own = await _told(equipment.pool, claimed.rows, claimed.number, equipment.clock.now())
    except DATABASE_AWAY as error:
        _log.warning("not_called_without_the_database", reminder=claimed.message.id, error=repr(error))
        return PutOff(_SOON_SECONDS, "database_away")
    if not own or not await equipment.claimant.may_call(claimed.number):
        return PutOff(_SOON_SECONDS, "claimant_gone")
    return None


async def _keyed(equipment: Equipment, claimed: Claimed, *, copied: bool) -> Outcome | None:
    """None once every key stands in SENT behind what the table knows."""
    for row in claimed.rows:
        key = SentKey(row.key, row.attempts + 1, claimed.message.id, claimed.at)
        match await equipment.keys.write(key, copied=copied):
            case Stands.GIVEN_UP:
                return PutOff(_SOON_SECONDS, "claimant_gone")
            case Stands.SENT_BEFORE:
                return Unknown(KEY_THERE)
            case Stands.WRITTEN:
                continue
    return None


async def _told(pool: Pool, rows: Sequence[Reminder], claimant: int, now: datetime) -> bool:
    """Whether all of them were this attempt's still."""
    ids, attempts = [row.id for row in rows], [row.attempts + 1 for row in rows]
    done = await pool.execute(_CALLED, ids, attempts, claimant, now)
    return bool(done == f"UPDATE {len(rows)}")
