"""Removing old refusals and dead letters: by age, and refusals also beyond a number for each account.

A statement removes a thousand rows at most, so that nothing waits for it for long.
"""

import asyncio

from shared import metrics
from shared.event_log.connection import DATABASE_AWAY, Connection, Pool
from shared.intake.store.dead_letters import count_open
from shared.logging import get_logger

_log = get_logger(__name__)

MOST_REFUSALS = 10_000
"""Kept for each account, the newest: those that a sender may still ask for."""
_SWEEP_SECONDS = 10.0
_ROWS = 1_000

_OLDEST_REFUSALS = """
delete from refusals where number in (
  select number from (select number, refused_at from refusals order by number limit $2) as oldest
  where refused_at < now() - $1 * interval '1 day')
"""
_OLDEST_LETTERS = """
delete from dead_letters where number in (
  select number from (select number, arrived from dead_letters order by number limit $2) as oldest
  where arrived < now() - $1 * interval '1 day')
"""
_OF_ACCOUNT = """
delete from refusals where number in (
  select number from refusals where (township, publisher) = ($1, $2) and number <= (
    select number from refusals where (township, publisher) = ($1, $2) order by number desc offset $3 limit 1)
  order by number limit $4)
"""


class Expiry:
    """Sweeps for as long as the service runs."""

    def __init__(self, pool: Pool, days: float) -> None:
        self._pool, self._days = pool, days
        self._looked_at = 0
        """Number of the last refusal whose account was looked at."""

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with self._pool.acquire() as connection:
                    await self.sweep(connection)
            except DATABASE_AWAY as error:
                _log.warning("not_swept", error=repr(error))
            await asyncio.sleep(_SWEEP_SECONDS)

    async def sweep(self, connection: Connection) -> None:
        await self._trim(connection)
        refusals = await _all(connection, _OLDEST_REFUSALS, self._days)
        letters = await _all(connection, _OLDEST_LETTERS, self._days)
        if letters:
            await count_open(connection)
        if refusals or letters:
            _log.info("expired", refusals=refusals, dead_letters=letters, days=self._days)

    async def _trim(self, connection: Connection) -> None:
        """Only accounts that were refused something since the last time can have too many."""
        last = await connection.fetchval("select max(number) from refusals") or 0
        accounts = await connection.fetch(
            "select distinct township, publisher from refusals where number > $1", self._looked_at
        )
        for township, publisher in accounts:
            removed = await _all(connection, _OF_ACCOUNT, township, publisher, MOST_REFUSALS)
            if removed:
                metrics.REFUSALS_DROPPED.inc(removed)
        self._looked_at = last


async def _all(connection: Connection, statement: str, *values: object) -> int:
    """In as many steps as it takes; how many rows."""
    removed = 0
    while True:
        step = int((await connection.execute(statement, *values, _ROWS)).rpartition(" ")[2])
        removed += step
        if step < _ROWS:
            return removed
