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
from shared.bus.pull import BATCH, Lost, Pull
from shared.event_log.connection import DATABASE_AWAY, DATABASE_LOST
from shared.follower.consumer import pulling_log
from shared.follower.lag import Following, Lag, LagMeter
from shared.follower.unappliable import Apply, Applying, Unappliable, readable
from shared.logging import get_logger
from shared.metrics import (
    CONSUMED_EVENTS,
    CONSUMER_FAILURES,
    CONSUMER_LAG,
    CONSUMER_LAG_SECONDS,
    CONSUMER_POSITION,
    CONSUMER_RESTARTS,
    PROJECTION_STOPPED,
)
from shared.read_model.checkpoint import Checkpoint
from shared.read_model.model import AnotherVersion
from shared.read_model.order import AnotherLog, Gap, after, next_batch
from shared.read_model.stopped import Stopped

_log = get_logger(__name__)

LoadCheckpoint: TypeAlias = Callable[[], Awaitable[Checkpoint]]
StopAt: TypeAlias = Callable[[Stopped], Awaitable[None]]
"""Keeps where it stands, for whoever answers from what was applied."""

_SOON_SECONDS = 0.1
_MANY = BATCH // 2
"""Who reads so much at once is catching up, and need not gather."""
_STARTING_AT_MOST_SECONDS = 2.0
_FAILING_AT_MOST_SECONDS = 30.0
_STOPPED_SECONDS = 10.0
_LOOK_SECONDS = 5.0
"""Longer than the silence after which a consumer counts as lost: that has to be noticed as well."""


class Follower:
    """`apply` gets a batch that begins at checkpoint + 1, and writes effect and checkpoint together."""

    def __init__(
        self,
        bus: Client,
        log: str,
        load_checkpoint: LoadCheckpoint,
        apply: Apply,
        reader: str = "follower",
        stop_at: StopAt | None = None,
        measured_as: str | None = None,
        gathers: float = 0,
    ) -> None:
        """`measured_as`: in the metrics, where another one of this process follows the same log.
        `gathers`: for so many seconds after applying, so that what comes one by one is applied together."""
        self._bus = bus
        self._log_name = log
        self._load_checkpoint = load_checkpoint
        self._applying = Applying(apply)
        self._reader = reader
        self._stop_at = stop_at
        self.stopped: Stopped | None = None
        """The event that can't be applied: it is tried again and again, and never left out."""
        self._meter = LagMeter()
        self._attempts = 0
        self._gathers = gathers
        self._measured_as = measured_as or log
        PROJECTION_STOPPED.labels(self._measured_as).set(0)
        if measured_as is None:
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
            except Unappliable as error:
                await self._stand_before(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again, never skipped
                await self._try_again(error)

    async def _stop(self, error: AnotherLog | AnotherVersion) -> None:
        """Looked at again now and then: an operator may have decided, or this version may hold it again."""
        self._meter.interrupted(Following.STOPPED)
        _log.error("follower_stopped", log=self._log_name, error=str(error))
        await asyncio.sleep(_STOPPED_SECONDS)

    async def _start_over(self, reason: str, error: Exception) -> None:
        self._meter.interrupted(Following.STARTING)
        CONSUMER_RESTARTS.labels(self._measured_as, reason).inc()
        _log.warning("follower_starts_over", log=self._log_name, reason=reason, error=repr(error))
        await self._pause(_STARTING_AT_MOST_SECONDS)

    async def _stand_before(self, error: Unappliable) -> None:
        """Said once, kept for those who answer, and tried again: the release after this one goes on."""
        self._meter.interrupted(Following.FAILING)
        CONSUMER_FAILURES.labels(self._measured_as).inc()
        PROJECTION_STOPPED.labels(self._measured_as).set(error.stopped.position)
        if self.stopped != error.stopped:
            _log.error("event_not_applied", **error.stopped.to_json(), exc_info=error.__cause__)
        self.stopped = error.stopped
        try:
            if self._stop_at is not None:
                await self._stop_at(error.stopped)
        except (*DATABASE_AWAY, AnotherVersion) as failure:
            _log.warning("stop_not_kept", log=self._log_name, error=repr(failure))
        await self._pause(_FAILING_AT_MOST_SECONDS)

    async def _try_again(self, error: Exception) -> None:
        """Whatever `apply` or the database raised: an alarm, and the same batch again, later and later."""
        self._meter.interrupted(Following.FAILING)
        CONSUMER_FAILURES.labels(self._measured_as).inc()
        at = self._meter.position + 1
        _log.error("follower_failing", log=self._log_name, at=at, error=repr(error), exc_info=error)
        await self._pause(_FAILING_AT_MOST_SECONDS)

    async def _pause(self, at_most: float) -> None:
        """Longer each time, until something is applied again."""
        self._attempts += 1
        await asyncio.sleep(min(_SOON_SECONDS * 2.0 ** min(self._attempts, 16), at_most))

    async def _follow(self) -> None:
        checkpoint = await self._load_checkpoint()
        self._passed(checkpoint)
        await self._check_log(checkpoint)
        async with pulling_log(self._bus, self._log_name, self._reader, checkpoint.position + 1) as pull:
            while True:
                heed_cancellation()
                before = checkpoint.position
                checkpoint = await self._apply_next(pull, checkpoint)
                if self._gathers and checkpoint.position - before < _MANY:
                    await asyncio.sleep(self._gathers)

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
        run = next_batch(checkpoint, readable(self._log_name, messages, checkpoint))
        for part in self._applying.parts(run) if run else ():
            await self._applying.part(part)
            self._attempts = 0
            checkpoint = after(part)
            self._passed(checkpoint)
            self._meter.applied(checkpoint.position)
            CONSUMED_EVENTS.labels(self._measured_as).inc(len(part))
            CONSUMER_POSITION.labels(self._measured_as).set(checkpoint.position)
        self._applying.done()
        return checkpoint

    def _passed(self, checkpoint: Checkpoint) -> None:
        """By this process, or by another one that could."""
        if self.stopped is not None and checkpoint.position >= self.stopped.position:
            _log.info("event_applied_at_last", log=self._log_name, position=self.stopped.position)
            self.stopped = None
            PROJECTION_STOPPED.labels(self._measured_as).set(0)
