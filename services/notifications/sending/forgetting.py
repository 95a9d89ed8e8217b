"""What nobody asks for any more is deleted: counts of what was sent, links that are long over."""

import asyncio
from datetime import datetime, timedelta

from services.notifications.channels.use import forget
from services.notifications.sending.equipment import Equipment
from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import DATABASE_AWAY, Connection
from shared.logging import get_logger

_log = get_logger(__name__)

_EACH_SECONDS = 600.0
_AT_ONCE = 5000
_USED_KEPT = timedelta(days=400)
"""Who opens a link that was used is told so for longer than a campaign takes."""
_OVER = """
delete from acknowledgements where token in (
  select token from acknowledgements where (used is null and expires <= $1) or expires <= $2 limit $3
)
"""


async def forget_at_times(equipment: Equipment) -> None:
    """Until cancelled. Two processes that do it at once do it twice."""
    while True:
        heed_cancellation()
        try:
            async with equipment.pool.acquire() as connection:
                await forget_once(connection, equipment.clock.now())
        except DATABASE_AWAY as error:
            _log.warning("forgetting_later", error=repr(error))
        await asyncio.sleep(_EACH_SECONDS)


async def forget_once(connection: Connection, now: datetime) -> None:
    await forget(connection, now)
    await connection.execute(_OVER, now, now - _USED_KEPT, _AT_ONCE)
