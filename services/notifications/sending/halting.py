"""The circuit breaker: what must never happen halts its channel, and operators are told.

Too many messages to one person halt it for that person's town: what people of one town do holds up no other.
A key that was sent before is a fault of this product or a restored backup: it halts the channel for all.
"""

from datetime import datetime

from services.notifications.rules.technical import channel_subject
from shared import metrics
from shared.event_log.connection import Connection
from shared.logging import get_logger

_log = get_logger(__name__)

ALL_TOWNS = ""
_EVERY = "select distinct channel from channel_halts"
_IS_HALTED = """
select exists (select from channel_halts where channel = $2 and township in ('', $1))
"""
_HALT = """
insert into channel_halts (township, channel, reason, since) values ($1, $2, $3, $4)
on conflict (township, channel) do nothing returning channel
"""
_TROUBLE = """
insert into troubles (township, subject, since, facts) select township, $2, $3, '{}' from reminding
where $1 in ('', township)
on conflict (township, subject) do nothing
"""
_PLAN = """
insert into to_plan (township, subject) select township, $1 from reminding order by township
on conflict (township, subject) do update set since = clock_timestamp()
"""
_LIFT = "delete from channel_halts where channel = $2 and township in ('', $1) returning reason"
_OVER = """
delete from troubles where subject = $1 and not exists (
  select from channel_halts where channel = $2 and channel_halts.township in ('', troubles.township)
)
"""


async def is_halted(connection: Connection, township: str, channel: str) -> bool:
    return await connection.fetchval(_IS_HALTED, township, channel) is True


async def halted_channels(connection: Connection) -> set[str]:
    """Of any town."""
    return {row["channel"] for row in await connection.fetch(_EVERY)}


async def halt(connection: Connection, township: str, channel: str, reason: str, now: datetime) -> None:
    """Until somebody lifts it; `ALL_TOWNS` in place of one. What is due waits, the urgent too."""
    if await connection.fetchval(_HALT, township, channel, reason, now) is None:
        return
    await connection.execute(_TROUBLE, township, channel_subject(channel), now)
    await connection.execute(_PLAN, channel_subject(channel))
    metrics.CHANNEL_HALTED.labels(channel).set(1)
    _log.error("channel_halted", township=township, channel=channel, reason=reason)


async def lift(connection: Connection, township: str, channel: str) -> list[str]:
    """By an operator of that town who knows why: its own halt and that of all. Returns why it was halted."""
    lifted = await connection.fetch(_LIFT, township, channel)
    if lifted:
        await connection.execute(_OVER, channel_subject(channel), channel)
        await connection.execute(_PLAN, channel_subject(channel))
        metrics.CHANNEL_HALTED.labels(channel).set(int(channel in await halted_channels(connection)))
    return sorted(row["reason"] for row in lifted)
