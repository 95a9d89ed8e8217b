"""Who claims reminders: a database session of its own. While it lives, nobody else takes up what it claimed.

No time is looked at: a process that was stopped for minutes still has its session, and goes on with its call.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg

from shared.event_log.connection import DATABASE_AWAY
from shared.relay.leader import Connect

_ANSWERS_SECONDS = 5.0
_TAKE = "select pg_advisory_lock($1)"
_IS_MINE = """
select true from pg_locks
where locktype = 'advisory' and pid = pg_backend_pid() and granted
  and (classid::bigint << 32 | objid::bigint) = $1
"""


@dataclass(frozen=True, slots=True)
class Session:
    number: int
    """What rows are claimed by."""
    sent_stream: str
    """Which SENT was read under it: when that stream was made."""


_NONE = Session(0, "")


class Claimant:
    def __init__(self, connect: Connect, read_sent: Callable[[], Awaitable[str]]) -> None:
        """`read_sent`: done under each new session before anything is claimed, whose database may be another
        than that of the session before: one that was restored from a backup. Says which SENT it read."""
        self._connect, self._read_sent = connect, read_sent
        self._connection: asyncpg.Connection[Any] | None = None
        self._session = _NONE
        self._opening, self._asking = asyncio.Lock(), asyncio.Lock()

    async def session(self) -> Session:
        """Another one after it was lost. Raises what connecting raises."""
        async with self._opening:
            if self._connection is None or not await self.may_call(self._session.number):
                await self._open()
            return self._session

    async def may_call(self, number: int) -> bool:
        """Whether what was claimed under this number is still this process' to send."""
        # A connection answers one at a time; asked by two, it would look lost to the second.
        async with self._asking:
            connection = self._connection
            if connection is None or number != self._session.number:
                return False
            try:
                async with asyncio.timeout(_ANSWERS_SECONDS):
                    return await connection.fetchval(_IS_MINE, number) is True
            except DATABASE_AWAY:
                return False

    def close(self) -> None:
        """Not waiting for a server that may be gone: its end is what others go by."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _open(self) -> None:
        self.close()
        connection, number = await self._connect(), secrets.randbits(62)
        try:
            await connection.execute(_TAKE, number)
            sent_stream = await self._read_sent()
        except BaseException:
            connection.terminate()
            raise
        self._connection, self._session = connection, Session(number, sent_stream)
