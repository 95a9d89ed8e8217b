"""Following one log: a contiguous batch of events at a time, effects once, nothing ever skipped.

The broker keeps no truth. At every start, gap, lost consumer or failure the follower begins again at the
checkpoint that its own database holds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.jetstream import LOG_ID, jetstream_of
from shared.bus.pull import Lost, Pull
from shared.event_log.connection import DATABASE_LOST
from shared.events.envelope import Envelope
from shared.follower.consumer import pulling_log
from shared.follower.lag import Following, Lag, LagMeter
from shared.logging import get_logger
from shared.metrics import (
    CONSUMED_EVENTS,
    CONSUMER_FAILURES,
    CONSUMER_LAG,
    CONSUMER_LAG_SECONDS,
    CONSUMER_POSITION,
    CONSUMER_RESTARTS,
)
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.model import AnotherVersion
from shared.read_model.order import AnotherLog, Gap, after, next_batch

_log = get_logger(__name__)

LoadCheckpoint: TypeAlias = Callable[[], Awaitable[Checkpoint]]
Apply: TypeAlias = Callable[[list[Published]], Awaitable[None]]

_SOON_SECONDS = 0.1
_STARTING_AT_MOST_SECONDS = 2.0
_FAILING_AT_MOST_SECONDS = 30.0
_STOPPED_SECONDS = 10.0
_LOOK_SECONDS = 5.0
"""Longer than the silence after which a consumer counts as lost: that has to be noticed as well."""


class Follower:
    """`apply` gets a batch that begins at checkpoint + 1, and writes effect and checkpoint together."""

    def __init__(
        self, bus: Client, log: str, load_checkpoint: LoadCheckpoint, apply: Apply, reader: str = "follower"
    ) -> None:
        self._bus = bus
        self._log_name = log
        self._load_checkpoint = load_checkpoint
        self._apply = apply
        self._reader = reader
        self._meter = LagMeter()
        self._attempts = 0
        CONSUMER_LAG.labels(log).set_function(lambda: self.lag.positions)
        CONSUMER_LAG_SECONDS.labels(log).set_function(lambda: self.lag.seconds)

    @property
    def lag(self) -> Lag:
        return self._meter.read()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            heed_cancellation()
            try:
                await self._follow()
            except (AnotherLog, AnotherVersion) as error:
                await self._stop(error)
            except (Gap, Lost) as error:
                await self._start_over(type(error).__name__.lower(), error)
            except (NatsError, TimeoutError) as error:
                await self._start_over("bus", error)
            except DATABASE_LOST as error:
                await self._start_over("database", error)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again, never skipped
                await self._try_again(error)

    async def _stop(self, error: AnotherLog | AnotherVersion) -> None:
        """Looked at again now and then: an operator may have decided, or this version may hold it again."""
        self._meter.interrupted(Following.STOPPED)
        _log.error("follower_stopped", log=self._log_name, error=str(error))
        await asyncio.sleep(_STOPPED_SECONDS)

    async def _start_over(self, reason: str, error: Exception) -> None:
        self._meter.interrupted(Following.STARTING)
        CONSUMER_RESTARTS.labels(self._log_name, reason).inc()
        _log.warning("follower_starts_over", log=self._log_name, reason=reason, error=repr(error))
        await self._pause(_STARTING_AT_MOST_SECONDS)

    async def _try_again(self, error: Exception) -> None:
        """Whatever `apply` or the database raised: an alarm, and the same batch again, later and later."""
        self._meter.interrupted(Following.FAILING)
        CONSUMER_FAILURES.labels(self._log_name).inc()
        at = self._meter.position + 1
        _log.error("follower_failing", log=self._log_name, at=at, error=repr(error), exc_info=error)
        await self._pause(_FAILING_AT_MOST_SECONDS)

    async def _pause(self, at_most: float) -> None:
        """Longer each time, until something is applied again."""
        self._attempts += 1
        await asyncio.sleep(min(_SOON_SECONDS * 2.0 ** min(self._attempts, 16), at_most))

    async def _follow(self) -> None:
        checkpoint = await self._load_checkpoint()
        await self._check_log(checkpoint)
        async with pulling_log(self._bus, self._log_name, self._reader, checkpoint.position + 1) as pull:
            while True:
                heed_cancellation()
                checkpoint = await self._apply_next(pull, checkpoint)

    async def _check_log(self, checkpoint: Checkpoint) -> None:
        info = await self._bus.jetstream(timeout=5).stream_info(jetstream_of(self._log_name))
        log_id = (info.config.metadata or {}).get(LOG_ID)
        if None not in (log_id, checkpoint.log_id) and log_id != checkpoint.log_id:
            raise AnotherLog(f"the stream is of the log {log_id}, and {checkpoint.log_id} was applied")
        self._meter.started(checkpoint.position, info.state.last_seq)

    async def _next(self, pull: Pull, checkpoint: Checkpoint) -> list[Msg]:
        """While nothing comes, it looks whether the database still is where it was: it may be a backup."""
        while True:
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    return await pull.next_messages()
            except TimeoutError:
                found = await self._load_checkpoint()
                if (found.log_id, found.position) != (checkpoint.log_id, checkpoint.position):
                    at = f"{self._log_name}: the database is at {found.position}"
                    raise Gap(f"{at}, not at {checkpoint.position}") from None

    async def _apply_next(self, pull: Pull, checkpoint: Checkpoint) -> Checkpoint:
        messages = await self._next(pull, checkpoint)
        last = messages[-1].metadata
        self._meter.saw(last.sequence.stream + last.num_pending)
        run = next_batch(checkpoint, [_published(message) for message in messages])
        if not run:
            return checkpoint
        await self._apply(run)
        self._attempts = 0
        checkpoint = after(run)
        self._meter.applied(checkpoint.position)
        CONSUMED_EVENTS.labels(self._log_name).inc(len(run))
        CONSUMER_POSITION.labels(self._log_name).set(checkpoint.position)
        return checkpoint


def _published(message: Msg) -> Published:
    return Published(Envelope.from_bytes(message.data), message.data)
