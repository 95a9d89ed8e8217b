"""A whole log on all processors: every row, and what must agree with it. A part finds one thing at most, the
first: behind a broken chain there is nothing to compare with."""

import asyncio
import os
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import asyncpg
from nats.aio.client import Client

from shared.event_log.connection import SESSION, Connection
from shared.event_log.head import Head, read_head
from shared.verifying.answered import FactSum
from shared.verifying.finding import Finding
from shared.verifying.published import check_bytes, check_state
from shared.verifying.row_checks import ROW_CHECKS, Before
from shared.verifying.stored import check_facts, check_head, check_versions
from shared.verifying.stretch import Stretch, Walked, walk
from shared.verifying.told import Ended, Found, Line, Part, Progress

STRETCH = 20_000
_STREAMED = 5_000
LOG_CHECKS = ("unreadable", *ROW_CHECKS, "head", "versions", "facts", "stream_state", "stream")

Tell = Callable[[Line], None]


@dataclass(frozen=True, slots=True)
class Whole:
    dsn: str
    """Of a role that may read the log."""
    bus: Client
    tell: Tell
    checks: Collection[str] = LOG_CHECKS
    stretch: int = STRETCH
    """Events that one process walks at a time."""

    async def verify(self) -> bool:
        """Whether all holds. What is recorded meanwhile is left to the next time."""
        connection = await asyncpg.connect(self.dsn, timeout=10, server_settings=SESSION)
        try:
            head = await read_head(connection)
            log = self._say("log", await self._log(connection, head))
            stream = self._say("stream", await self._stream(connection, head))
        finally:
            await connection.close()
        self.tell(Ended(head.position, head.hash))
        return log and stream

    def _say(self, part: Part, finding: Finding | None) -> bool:
        if finding is not None:
            self.tell(Found(part, *finding))
        return finding is None

    async def _log(self, connection: Connection, head: Head) -> Finding | None:
        walked = await self._walked(head)
        if walked.finding is not None:
            return walked.finding
        if "head" in self.checks and (finding := check_head(head, walked.end)) is not None:
            return finding
        if "versions" in self.checks and (finding := await check_versions(connection)) is not None:
            return finding
        if "facts" in self.checks:
            return await check_facts(connection, head.position, walked.facts)
        return None

    async def _walked(self, head: Head) -> Walked:
        """Stretch by stretch, several at a time; the first finding in the order of the log ends it."""
        facts, end = FactSum(), Before.beginning()
        loop = asyncio.get_running_loop()
        pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))
        try:
            for walking in [loop.run_in_executor(pool, walk, each) for each in self._stretches(head)]:
                walked = await walking
                facts, end = facts.plus(walked.facts), walked.end
                if walked.finding is not None:
                    return Walked(walked.finding, facts, end)
                self.tell(Progress("log", end.position, head.position))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return Walked(None, facts, end)

    def _stretches(self, head: Head) -> list[Stretch]:
        checks = tuple(name for name in ROW_CHECKS if name in self.checks)
        log, last = (self.dsn, head.log, head.log_id), head.position
        return [
            Stretch(*log, first, min(first + self.stretch - 1, last), head.hash, checks)
            for first in range(1, last + 1, self.stretch)
        ]

    async def _stream(self, connection: Connection, head: Head) -> Finding | None:
        if "stream_state" in self.checks:
            finding = await check_state(self.bus, head)
            if finding is not None:
                return finding
        if "stream" not in self.checks:
            return None
        for first in range(1, head.position + 1, _STREAMED):
            last = min(first + _STREAMED - 1, head.position)
            finding = await check_bytes(self.bus, connection, head.log, first, last)
            if finding is not None:
                return finding
            self.tell(Progress("stream", last, head.position))
        return None
