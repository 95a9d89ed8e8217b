"""The relay of one log: the leader publishes what the log has and its stream has not, and nothing else.

The stream's last sequence is the only checkpoint. Whatever fails, it looks again and goes on from there.
"""

import asyncio
import time
from collections import deque
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY
from shared.event_log.read import read_run
from shared.logging import get_logger
from shared.metrics import RELAY_FAILURES, RELAY_POSITION, RELAYED_EVENTS
from shared.relay.batches import Batches, NotPublished
from shared.relay.leader import Connect, leading
from shared.relay.watch import Watch
from shared.relay.write_fence import WriteFence

_log = get_logger(__name__)

_ON_THEIR_WAY = 2
"""Batches sent and not yet answered: the next is read and written while the server syncs."""
_POLL_SECONDS = 0.1
_LOOK_AGAIN_SECONDS = 5.0
_AGAIN_SECONDS = 0.5


class Relay:
    """`appended` is set by the group commit after each append; appends of other processes are polled for."""

    def __init__(self, bus: Client, log: str, connect: Connect, clock: Clock) -> None:
        self.bus = bus
        self.connect = connect
        self._log_name = log
        self.fence = WriteFence(log)
        self.appended = asyncio.Event()
        self.position = 0
        """The last position that this process brought into the stream."""
        self.watch = Watch(bus, connect, self.fence, clock)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.watch.run(), name=f"watch {self._log_name}")
            tasks.create_task(self._lead_for_ever(), name=f"relay {self._log_name}")

    async def _lead_for_ever(self) -> None:
        while True:
            heed_cancellation()
            try:
                async with leading(self.connect, self._log_name) as connection, self.watch.leading():
                    await self._lead(connection)
            except (NatsError, *DATABASE_AWAY) as error:
                _log.warning("relay_interrupted", log=self._log_name, error=repr(error))
                RELAY_FAILURES.labels(self._log_name).inc()
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _lead(self, connection: "asyncpg.Connection[Any]") -> None:
        while True:
            heed_cancellation()
            comparison = await self.watch.compare(connection)
            if not comparison.verdict.allows_relaying or comparison.stream is None:
                await asyncio.sleep(_AGAIN_SECONDS)
                continue
            try:
                async with Batches(self.bus) as batches:
                    await self._publish_from(connection, batches, comparison.stream.last)
            except NotPublished as error:
                _log.warning("batch_refused", log=self._log_name, error=str(error))
                RELAY_FAILURES.labels(self._log_name).inc()
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _publish_from(
        self, connection: "asyncpg.Connection[Any]", batches: Batches, position: int
    ) -> None:
        """Until it is halted, or was idle long enough to look whether the stream is still the same."""
        look_again = time.monotonic() + _LOOK_AGAIN_SECONDS
        sent: deque[tuple[int, int, asyncio.Future[None]]] = deque()
        while not self.fence.halted:
            heed_cancellation()
            self.appended.clear()
            # At most as many as an atomic batch takes.
            rows = await read_run(connection, position)
            if rows:
                answer = await batches.send([raw for _, raw in rows], position)
                position = rows[-1][0]
                sent.append((position, len(rows), answer))
            while len(sent) >= (_ON_THEIR_WAY if rows else 1):
                last, events, answer = sent.popleft()
                await batches.confirm(answer)
                RELAYED_EVENTS.labels(self._log_name).inc(events)
                RELAY_POSITION.labels(self._log_name).set(last)
                self.position = last
            if not rows:
                if time.monotonic() > look_again:
                    return
                await self._until_appended()

    async def _until_appended(self) -> None:
        try:
            async with asyncio.timeout(_POLL_SECONDS):
                await self.appended.wait()
        except TimeoutError:
            return
