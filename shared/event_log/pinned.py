"""A connection kept from use to use, with settings of its own as long as it is."""

from contextlib import suppress

import asyncpg

from shared.event_log.connection import DATABASE_AWAY, Connection, Pool

_BY_INDEX = "set enable_seqscan = off; set plan_cache_mode = force_generic_plan"
"""All that is asked on it are lookups by key: with no other plan to choose they are planned only once."""


class PinnedConnection:
    """For one task at a time, outside of any transaction between two uses; for lookups by key and inserts."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._pinned: Connection | None = None
        self._doubtful = False

    async def get(self) -> Connection:
        """The pinned one, or another after `invalidate` or once the server has ended it."""
        if self._pinned is not None and (self._doubtful or _ended(self._pinned)):
            await self.give_back()
        if self._pinned is None:
            self._pinned = await self._pool.acquire()
            await self._pinned.execute(_BY_INDEX)
        return self._pinned

    def invalidate(self) -> None:
        """Something failed on it: take another next time."""
        self._doubtful = True

    async def give_back(self) -> None:
        held, self._pinned, self._doubtful = self._pinned, None, False
        if held is not None:
            try:
                await _reset(held)
            finally:
                with suppress(*DATABASE_AWAY):
                    await self._pool.release(held)  # type: ignore[arg-type]  # what this pool gave


async def _reset(connection: Connection) -> None:
    """Nobody else shall have it with these settings."""
    try:
        await connection.execute("reset all")
    except BaseException as error:
        with suppress(*DATABASE_AWAY):
            connection.terminate()
        if not isinstance(error, DATABASE_AWAY):
            raise


def _ended(connection: Connection) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        # The pool has taken it back already: the server ended it.
        return True
