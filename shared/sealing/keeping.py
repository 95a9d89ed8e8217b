"""What goes on behind a log in each of its processes: tiles are built, and once an hour it is sealed."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import asyncpg

from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import DATABASE_AWAY
from shared.logging import get_logger
from shared.metrics import SEAL_REFUSED
from shared.problems import Rejected
from shared.relay.leader import Connect
from shared.sealing.growing import Progress
from shared.sealing.refused import LogRefused
from shared.sealing.sealer import Sealer
from shared.sealing.tiles import Built, build, take_turn

_log = get_logger(__name__)

SEALED_EVERY = 3600.0
_LOOK_SECONDS = 1.0
_TRY_AGAIN = 60.0
"""Between two tries to seal, whatever became of the last one."""


class TreeKeeping:
    """`sealer` is None where no folder and key are given: then there are tiles, and no checkpoints."""

    def __init__(
        self, log: str, connect: Connect, sealer: Sealer | None, may_seal: Callable[[], bool]
    ) -> None:
        self._log, self._connect, self._sealer, self._may_seal = log, connect, sealer, may_seal
        self._progress = Progress(log)
        self._tried = float("-inf")

    async def run(self) -> None:
        """Until cancelled. Nothing waits for it."""
        while True:
            heed_cancellation()
            try:
                connection = await self._connect()
                try:
                    await self._keep(connection)
                finally:
                    connection.terminate()
            except DATABASE_AWAY as error:
                _log.warning("tree_interrupted", log=self._log, error=repr(error))
                await asyncio.sleep(_LOOK_SECONDS)
            except LookupError as missing:
                SEAL_REFUSED.labels(self._log).set(1)
                _log.error("events_missing", log=self._log, error=str(missing))
                await asyncio.sleep(_TRY_AGAIN)

    async def _keep(self, connection: "asyncpg.Connection[Any]") -> None:
        while True:
            heed_cancellation()
            started = time.monotonic()
            so_far = await self._build(connection)
            if so_far is not None and so_far.behind > 0:
                # Half of the time at most: whoever appends has the machine first.
                await asyncio.sleep(time.monotonic() - started)
                continue
            if so_far is not None and so_far.position > 0:
                await self._seal_when_due(connection)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _build(self, connection: "asyncpg.Connection[Any]") -> Built | None:
        """None while another process does."""
        async with connection.transaction():
            if not await take_turn(connection):
                return None
            so_far = await build(connection)
        self._progress.note(so_far)
        return so_far

    async def _seal_when_due(self, connection: "asyncpg.Connection[Any]") -> None:
        sealer = self._sealer
        if sealer is None or not self._may_seal() or time.monotonic() - self._tried < _TRY_AGAIN:
            return
        if not is_due(sealer, time.time()):
            return
        self._tried = time.monotonic()
        try:
            async with connection.transaction():
                await sealer.seal(connection, lambda: is_due(sealer, time.time()))
        except (OSError, LogRefused, Rejected) as error:
            # What was refused is told by the sealer and by its metric; a full disk by this line.
            _log.error("not_sealed", log=self._log, error=str(error))


def is_due(sealer: Sealer, now: float) -> bool:
    """By the real clock and the newest file's own time: of several processes the first one seals. A time far
    ahead is none, else nothing would be sealed until then."""
    newest = sealer.folder.newest()
    return newest is None or abs(now - newest.stat().st_mtime) >= SEALED_EVERY
