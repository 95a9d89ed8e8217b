"""What was used of each channel, in the table `channel_use` that all replicas share."""

from collections import defaultdict
from datetime import datetime, timedelta

from services.notifications.channels.channel import PutOff
from services.notifications.channels.limits import GRAIN, Budget, Uses, Wish, may_send, month_of
from shared.event_log.connection import Connection
from shared.logging import get_logger
from shared.metrics import CHANNEL_BUDGET_USED

_log = get_logger(__name__)

_FEN = "fen"
_LONGEST = timedelta(days=1)
_KEPT_MONTHS = timedelta(days=400)

# One after the other per channel, until the transaction ends: two at once would both see the last free place.
_ALONE = "select pg_advisory_xact_lock(hashtextextended('channel_use/' || $1, 0))"
_USED = "select measure, slot, used from channel_use where channel = $1 and measure = any($2) and slot > $3"
_SPENT = "select used from channel_use where channel = $1 and measure = $2 and slot = $3"
_COUNT = """
insert into channel_use (channel, measure, slot, used) values ($1, $2, $3, $4)
on conflict (channel, measure, slot) do update set used = channel_use.used + excluded.used
"""
_GIVE_BACK = """
update channel_use set used = greatest(used - $4, 0) where channel = $1 and measure = $2 and slot = $3
"""
_FORGET = """
delete from channel_use where (measure <> $1 and slot < $2) or (measure = $1 and slot < $3)
"""


async def take(connection: Connection, wish: Wish, now: datetime, *, urgent: bool) -> PutOff | None:
    """In the claim's transaction. None: it may be sent, and is counted as sent."""
    await connection.execute(_ALONE, wish.channel)
    used, spent = await _uses(connection, wish, now), await spent_in_month(connection, wish.channel, now)
    put_off = may_send(used, spent, wish, now, urgent=urgent)
    if put_off is None:
        await connection.executemany(_COUNT, _counted(wish, now))
        if wish.budget is not None:
            _watch(wish.channel, wish.budget, spent)
    return put_off


async def give_back(connection: Connection, wish: Wish, taken: datetime) -> None:
    """The provider has surely not taken what was counted at `taken`."""
    await connection.executemany(_GIVE_BACK, _counted(wish, taken))


async def spent_in_month(connection: Connection, channel: str, now: datetime) -> int:
    """Fen."""
    return await connection.fetchval(_SPENT, channel, _FEN, month_of(now)) or 0


async def forget(connection: Connection, now: datetime) -> None:
    """What no limit asks for any more; who got how many messages is not kept longer than that."""
    await connection.execute(_FORGET, _FEN, now - _LONGEST - timedelta(hours=1), now - _KEPT_MONTHS)


async def _uses(connection: Connection, wish: Wish, now: datetime) -> Uses:
    found: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    longest = max((window.seconds for limit in wish.limits for window in limit.windows), default=0)
    since = now - timedelta(seconds=longest) - GRAIN
    for row in await connection.fetch(_USED, wish.channel, [limit.measure for limit in wish.limits], since):
        found[row["measure"]].append((row["slot"], row["used"]))
    return found


def _watch(channel: str, budget: Budget, before: int) -> None:
    spent = before + budget.price
    CHANNEL_BUDGET_USED.labels(channel).set(spent / budget.month)
    if budget.alarms(spent) and not budget.alarms(before):
        _log.warning("budget_nearly_spent", channel=channel, spent_fen=spent, budget_fen=budget.month)


def _counted(wish: Wish, at: datetime) -> list[tuple[str, str, datetime, int]]:
    second = at.replace(microsecond=0)
    counted = [(wish.channel, limit.measure, second, 1) for limit in wish.limits]
    if wish.budget is not None:
        counted.append((wish.channel, _FEN, month_of(at), wish.budget.price))
    return counted
