"""Watching that log and stream agree, in every process that appends; the leader publishes the watermark."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeoutError

from shared.bus.cancellation import heed_cancellation
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY
from shared.logging import get_logger
from shared.metrics import LOG_POSITION, RELAY_LAG
from shared.relay.leader import Connect
from shared.relay.views import Comparison, look
from shared.relay.watermark import publish_watermark
from shared.relay.write_fence import WriteFence

_log = get_logger(__name__)

TICK_SECONDS = 1.0
COMPARE_EVERY_TICKS = 5
_AGAIN_SECONDS = 0.5


class Watch:
    """Opens and closes the fence; while this process's relay leads, it also publishes the watermark."""

    def __init__(self, bus: Client, connect: Connect, fence: WriteFence, clock: Clock) -> None:
        self._bus = bus
        self._connect = connect
        self._fence = fence
        self._clock = clock
        self._comparing = asyncio.Lock()
        self._connected = False
        self.leads = False
        self.latest: Comparison | None = None
        """The last one made, for whoever asks how the log stands."""

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[None]:
        self.leads = True
        try:
            yield
        finally:
            self.leads = False

    async def run(self) -> None:
        while True:
            heed_cancellation()
            try:
                connection = await self._connect()
                connection.add_termination_listener(self._lost)
                self._connected = True
                try:
                    await self._watch(connection)
                finally:
                    connection.terminate()
            except DATABASE_AWAY as error:
                _log.warning("watch_interrupted", log=self._fence.log, error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _watch(self, connection: "asyncpg.Connection[Any]") -> None:
        """While only the bus is away the fence stays as it is: the log is the truth and goes on."""
        while True:
            heed_cancellation()
            try:
                await self.compare(connection)
                for _ in range(COMPARE_EVERY_TICKS):
                    heed_cancellation()
                    if self.leads and self._fence.allowed:
                        await publish_watermark(self._bus, connection, self._clock.now())
                    await asyncio.sleep(TICK_SECONDS)
                    if not self._connected:
                        raise ConnectionError("the database was lost")
            except (NatsError, NatsTimeoutError) as error:
                _log.warning("not_compared", log=self._fence.log, error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)

    async def compare(self, connection: "asyncpg.Connection[Any]") -> Comparison:
        """One at a time, so that an older look never overrules a newer one."""
        async with self._comparing:
            comparison = self.latest = await look(self._bus, connection, self._fence.log)
            position = comparison.head.position
            relayed = 0 if comparison.stream is None else comparison.stream.last
            LOG_POSITION.labels(self._fence.log).set(position)
            RELAY_LAG.labels(self._fence.log).set(max(0, position - relayed))
            # Opened only while the loss of the database would close it again.
            if self._connected or not comparison.verdict.allows_appending:
                self._fence.judge(comparison.verdict)
            return comparison

    def _lost(self, _connection: object) -> None:
        """Whichever database answers next, it may have been put back meanwhile."""
        self._connected = False
        self._fence.suspend("the database is away")
