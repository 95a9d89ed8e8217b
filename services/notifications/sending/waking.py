"""Each second what is due, and what was reported, gets a job on the queue, in portions, by one at a time."""

import asyncio

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.notifications.sending.equipment import Equipment
from services.notifications.sending.reported import waiting
from shared.bus.cancellation import heed_cancellation
from shared.bus.jetstream import REPORTS
from shared.event_log.connection import DATABASE_AWAY
from shared.logging import get_logger

_log = get_logger(__name__)

_LOCK = 0x77616B65
_EACH_SECONDS = 0.5
_AT_ONCE = 200
_ALONE = "select pg_try_advisory_xact_lock($1)"
# A job that got lost is published again; one that was merely slow finds nothing to do.
_DUE = """
update reminders set woken = clock_timestamp()
where id in (
  select id from reminders
  where state = 'planned' and wake <= $1 and channel = any($2::text[])
    and (woken is null or woken < clock_timestamp() - interval '15 seconds')
  order by urgent desc, wake, id limit $3 for update skip locked
)
returning id, channel
"""


async def wake(equipment: Equipment, bus: Client) -> None:
    """Until cancelled."""
    while True:
        heed_cancellation()
        try:
            await wake_once(equipment, bus)
        except (*DATABASE_AWAY, NatsError) as error:
            _log.warning("waking_later", error=repr(error))
        await asyncio.sleep(_EACH_SECONDS)


async def wake_once(equipment: Equipment, bus: Client) -> int:
    channels, now = sorted(equipment.channels), equipment.clock.now()
    async with equipment.pool.acquire() as connection, connection.transaction():
        if not await connection.fetchval(_ALONE, _LOCK):
            return 0
        jobs = [(row["channel"], row["id"]) for row in await connection.fetch(_DUE, now, channels, _AT_ONCE)]
        jobs += [(REPORTS, message) for message in await waiting(connection, _AT_ONCE)]
    stream = bus.jetstream(timeout=5)
    for of, id_ in jobs:
        await stream.publish(f"deliver.{of}", id_.encode())
    return len(jobs)
