"""What has to be planned, and what is due and still waits: for metrics, as the tables hold it."""

from services.notifications.sending.equipment import Equipment
from shared import metrics

_TO_PLAN = "select count(*) from to_plan"
_LATE = "select min(wake) from reminders where state = 'planned' and wake <= $1 and channel = any($2::text[])"


async def count_waiting(equipment: Equipment) -> None:
    channels, now = sorted(equipment.channels), equipment.clock.now()
    async with equipment.pool.acquire() as connection:
        metrics.REMINDERS_TO_PLAN.set(await connection.fetchval(_TO_PLAN))
        oldest = await connection.fetchval(_LATE, now, channels)
    metrics.REMINDERS_LATE_SECONDS.set(0 if oldest is None else max((now - oldest).total_seconds(), 1e-3))
