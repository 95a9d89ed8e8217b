"""What a dead claimant left behind is in doubt; and so is what SENT holds and the table does not know."""

import asyncio
from datetime import datetime

from services.notifications.reminders.row import COLUMNS, reminder_of
from services.notifications.reminders.states import Happening
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.outcomes import happened
from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import DATABASE_AWAY, Connection
from shared.logging import get_logger

_log = get_logger(__name__)

_EACH_SECONDS = 2.0
_CLAIMANTS = "select distinct claimant from reminders where state = 'sending'"
_IS_GONE = "select pg_try_advisory_xact_lock($1)"
_LEFT = f"select {COLUMNS} from reminders where state = 'sending' and claimant = $1 for update"  # noqa: S608 - constants alone


async def watch_claimants(equipment: Equipment) -> None:
    """Until cancelled."""
    while True:
        heed_cancellation()
        try:
            async with equipment.pool.acquire() as connection:
                for row in await connection.fetch(_CLAIMANTS):
                    async with connection.transaction():
                        await _doubt(connection, row["claimant"], equipment.clock.now())
        except DATABASE_AWAY as error:
            _log.warning("claimants_looked_at_later", error=repr(error))
        await asyncio.sleep(_EACH_SECONDS)


async def _doubt(connection: Connection, claimant: int, now: datetime) -> None:
    """Its lock can be had only when its session has ended."""
    if not await connection.fetchval(_IS_GONE, claimant):
        return
    for found in await connection.fetch(_LEFT, claimant):
        row = reminder_of(found)
        await happened(connection, row, Happening.CLAIMANT_GONE, now, "claimant_gone")
        _log.warning("reminder_uncertain", reminder=row.id, rule=row.rule, channel=row.channel)
