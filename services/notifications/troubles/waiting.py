"""What is due and still waits, is in doubt or is halted: for metrics, as the table holds it."""

from services.notifications.sending.equipment import Equipment
from shared import metrics

_TO_PLAN = "select count(*) from to_plan"
_LATE = "select min(wake) from reminders where state = 'planned' and wake <= $1 and channel = any($2::text[])"
_IN_DOUBT = "select channel, count(*) as many from reminders where state = 'uncertain' group by channel"
_HALTED = "select channel from channel_halts"


async def count_waiting(equipment: Equipment) -> None:
    channels, now = sorted(equipment.channels), equipment.clock.now()
    async with equipment.pool.acquire() as connection:
        metrics.REMINDERS_TO_PLAN.set(await connection.fetchval(_TO_PLAN))
        oldest = await connection.fetchval(_LATE, now, channels)
        metrics.REMINDERS_LATE_SECONDS.set(0 if oldest is None else max((now - oldest).total_seconds(), 1e-3))
        in_doubt = {row["channel"]: row["many"] for row in await connection.fetch(_IN_DOUBT)}
        halted = {row["channel"] for row in await connection.fetch(_HALTED)}
    for channel in {*channels, *in_doubt, *halted}:
        metrics.REMINDERS_IN_DOUBT.labels(channel).set(in_doubt.get(channel, 0))
        metrics.CHANNEL_HALTED.labels(channel).set(channel in halted)
