"""The recount of every town, each night at three by the town's clock, by one process; the last is kept."""

import asyncio
from datetime import date, datetime, time, timedelta

import orjson

from services.notifications.policy.policy import Policy
from services.notifications.recount.reading import towns
from services.notifications.recount.recounting import recount
from shared import metrics
from shared.bus.cancellation import heed_cancellation
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, Pool
from shared.instant import SHANGHAI
from shared.json_types import JsonObject
from shared.logging import get_logger

_log = get_logger(__name__)

AT = time(3, 0)
_LOCK = 0x7265636F756E74
_LOOK_SECONDS = 20.0
_ALONE = "select pg_try_advisory_lock($1)"
_RELEASE = "select pg_advisory_unlock($1)"
_KEPT = "select township, at, found from recounts"
_KEEP = """
insert into recounts (township, at, found) values ($1, $2, $3::jsonb)
on conflict (township) do update set at = excluded.at, found = excluded.found
"""
_LAST = "select found from recounts where township = $1"


class Nightly:
    def __init__(self, pool: Pool, clock: Clock, policy: Policy) -> None:
        self._pool, self._clock, self._policy = pool, clock, policy

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            heed_cancellation()
            try:
                await self.look()
            except DATABASE_AWAY as error:
                _log.warning("recount_later", error=repr(error))
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Counts what has not been counted since three; says in its metrics what was found last."""
        async with self._pool.acquire() as connection:
            if await connection.fetchval(_ALONE, _LOCK):
                try:
                    await self._count(last_night(self._clock.now()))
                finally:
                    await connection.fetchval(_RELEASE, _LOCK)
            kept = [orjson.loads(row["found"]) for row in await connection.fetch(_KEPT)]
        metrics.REMINDERS_MISSING.set(sum(found["missing"] for found in kept))
        metrics.REMINDERS_SURPLUS.set(sum(found["surplus"] for found in kept))

    async def _count(self, night: datetime) -> None:
        async with self._pool.acquire() as connection:
            counted = {row["township"]: row["at"] for row in await connection.fetch(_KEPT)}
            reminded = await towns(connection)
        for township, since in reminded.items():
            if since < night and (township not in counted or counted[township] < night):
                await self._keep(township, since)

    async def _keep(self, township: str, since: datetime) -> None:
        now = self._clock.now()
        found = (await recount(self._pool, township, self._policy, since, now)).document(now, since)
        if found["missing"] or found["surplus"]:
            _log.error(
                "reminders_do_not_add_up",
                township=township,
                missing=found["missing"],
                surplus=found["surplus"],
            )
        await self._pool.execute(_KEEP, township, now, orjson.dumps(found).decode())


def last_night(now: datetime) -> datetime:
    """Three o'clock of the town, the last that has passed."""
    here = now.astimezone(SHANGHAI)
    day: date = here.date() if here.time() >= AT else here.date() - timedelta(days=1)
    return datetime.combine(day, AT, SHANGHAI)


async def last_kept(pool: Pool, township: str) -> "JsonObject | None":
    found = await pool.fetchval(_LAST, township)
    return None if found is None else orjson.loads(found)
