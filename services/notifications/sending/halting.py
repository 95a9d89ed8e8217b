"""The circuit breaker: what must never happen halts its channel, and the operators of every town are told."""

from datetime import datetime

from services.notifications.rules.technical import channel_subject
from shared import metrics
from shared.event_log.connection import Connection
from shared.logging import get_logger

_log = get_logger(__name__)

_EVERY = "select channel from channel_halts"
_IS_HALTED = "select exists (select from channel_halts where channel = $1)"
_HALT = """
insert into channel_halts (channel, reason, since) values ($1, $2, $3)
on conflict (channel) do nothing returning channel
"""
_TROUBLE = """
insert into troubles (township, subject, since, facts) select township, $1, $2, '{}' from reminding
on conflict (township, subject) do nothing
"""
_PLAN = """
insert into to_plan (township, subject) select township, $1 from reminding order by township
on conflict (township, subject) do update set since = clock_timestamp()
"""
_LIFT = "delete from channel_halts where channel = $1 returning reason"
_OVER = "delete from troubles where subject = $1"


async def is_halted(connection: Connection, channel: str) -> bool:
    return await connection.fetchval(_IS_HALTED, channel) is True


async def halted_channels(connection: Connection) -> set[str]:
    return {row["channel"] for row in await connection.fetch(_EVERY)}


async def halt(connection: Connection, channel: str, reason: str, now: datetime) -> None:
    """Until somebody lifts it. What is due waits, the urgent too."""
    if await connection.fetchval(_HALT, channel, reason, now) is None:
        return
    await connection.execute(_TROUBLE, channel_subject(channel), now)
    await connection.execute(_PLAN, channel_subject(channel))
    metrics.CHANNEL_HALTED.labels(channel).set(1)
    _log.error("channel_halted", channel=channel, reason=reason)


async def lift(connection: Connection, channel: str) -> str | None:
    """By an operator who knows why. Returns why it was halted; None where it was not."""
    reason: str | None = await connection.fetchval(_LIFT, channel)
    if reason is None:
        return None
    await connection.execute(_OVER, channel_subject(channel))
    await connection.execute(_PLAN, channel_subject(channel))
    metrics.CHANNEL_HALTED.labels(channel).set(0)
    return reason
