"""Looks every few seconds, in one process at a time; every process counts what waits, for its metrics."""

import asyncio

from services.notifications.sending.equipment import Equipment
from services.notifications.troubles.looking import Looking
from services.notifications.troubles.stopped import StoppedModels
from services.notifications.troubles.waiting import count_waiting
from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import DATABASE_AWAY
from shared.follower.watermarks import Watermarks
from shared.logging import get_logger
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.model import AnotherVersion

_log = get_logger(__name__)

_LOCK = 0x77617463
_LOOK_SECONDS = 3.0
_COUNT_SECONDS = 0.5
_ELECTED = "select pg_try_advisory_lock($1)"


async def watch_troubles(
    equipment: Equipment, watched: Checkpointed, watermarks: Watermarks, stopped: StoppedModels
) -> None:
    """Until cancelled. The lock is the connection's: who is elected stays so while it lives."""
    while True:
        heed_cancellation()
        try:
            async with equipment.pool.acquire() as connection:
                looking = Looking(equipment, watched, watermarks, stopped)
                while await connection.fetchval(_ELECTED, _LOCK):
                    await looking.look(connection)
                    await asyncio.sleep(_LOOK_SECONDS)
        except (*DATABASE_AWAY, AnotherVersion) as error:
            _log.warning("troubles_looked_at_later", error=repr(error))
        await asyncio.sleep(_LOOK_SECONDS)


async def watch_waiting(equipment: Equipment) -> None:
    """Until cancelled."""
    while True:
        heed_cancellation()
        try:
            await count_waiting(equipment)
        except DATABASE_AWAY as error:
            _log.warning("waiting_counted_later", error=repr(error))
        await asyncio.sleep(_COUNT_SECONDS)
