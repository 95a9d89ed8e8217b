"""Keeps a service's archive near its log: what was sealed, soon after, and all of it when somebody asks."""

import asyncio

from shared.archive.growing import Growing, LogDiffers
from shared.archive.reading import Damaged
from shared.archive.store import Store
from shared.bus.cancellation import heed_cancellation
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, Connection
from shared.event_log.head import read_head
from shared.identity.watched_file import WatchedFile
from shared.logging import get_logger
from shared.metrics import ARCHIVE_FAILURES, ARCHIVE_POSITION
from shared.problems import Rejected
from shared.sealing.checkpoint import Sealed
from shared.sealing.comparing import read_kept
from shared.sealing.refused import LogRefused
from shared.sealing.wiring import LogTree
from shared.signing import SigningKey

_log = get_logger(__name__)

_LOCK = 0x61726368697665
LOOK_SECONDS = 600.0
_AGAIN_SECONDS, _OTHER_SECONDS = 60.0, 1.0


class Archiver:
    """One writer among the processes of a service, while it holds an advisory lock of the log's database."""

    def __init__(
        self, tree: LogTree, store: Store, keys: WatchedFile[list[SigningKey]], clock: Clock
    ) -> None:
        self.store, self.failed = store, ""
        """What the last run failed with; empty after one that did not."""
        self._tree, self._keys, self._clock = tree, keys, clock
        self._growing: Growing | None = None
        self._asked = asyncio.Event()

    @property
    def reached(self) -> int | None:
        """How far a run that is under way has come."""
        return None if self._growing is None else self._growing.position

    def wake(self) -> None:
        self.failed = ""
        self._asked.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            heed_cancellation()
            asked = self._asked.is_set()
            self._asked.clear()
            pause = LOOK_SECONDS
            try:
                # Another process began before what is asked for was there.
                while not await self._once(asked=asked):  # noqa: ASYNC110
                    await asyncio.sleep(_OTHER_SECONDS)
                self.failed = ""
            except (LogDiffers, LogRefused, Damaged, Rejected, OSError, *DATABASE_AWAY) as error:
                pause, self.failed = _AGAIN_SECONDS, str(error) or repr(error)
                ARCHIVE_FAILURES.labels(self._tree.log).inc()
                _log.error("not_archived", log=self._tree.log, store=self.store.place, error=self.failed)
            await self._until_asked(pause)

    async def _once(self, *, asked: bool) -> bool:
        """False while another process is at it."""
        connection = await self._tree.connect()
        try:
            if not await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK):
                return False
            sealed = await self._sealed(connection, asked=asked)
            if sealed is None and self._tree.sealer is not None:
                return True
            self._growing = Growing(self.store, self._keys.content()[-1], self._clock)
            manifest = await self._growing.run(connection, sealed)
            ARCHIVE_POSITION.labels(self._tree.log).set(manifest.position)
            return True
        finally:
            self._growing = None
            connection.terminate()

    async def _sealed(self, connection: Connection, *, asked: bool) -> Sealed | None:
        """The checkpoint up to which is archived; a new one where somebody asks."""
        sealer = self._tree.sealer
        if sealer is None:
            return None
        if asked:
            async with connection.transaction():
                return await sealer.seal(connection)
        note = sealer.folder.newest()
        if note is None:
            return None
        return await read_kept(connection, sealer.keys, await read_head(connection), note)

    async def _until_asked(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._asked.wait()
        except TimeoutError:
            return
