"""Writing a read model: effect and checkpoint in one transaction, every event once, one writer at a time."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from shared.event_log.connection import Connection, Pool
from shared.events.catalogue import newest_data
from shared.logging import get_logger
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.generation import enter, enter_live, live_generation
from shared.read_model.model import AnotherVersion, Folded, ReadModel
from shared.read_model.order import after, next_batch
from shared.read_model.statements import begin_anew, lock, read_folded, save_checkpoint, save_stopped
from shared.read_model.stopped import Stopped

_log = get_logger(__name__)

_TOLD_EVERY_SECONDS = 5.0


@dataclass(slots=True)
class Writing:
    """One transaction as the only writer."""

    connection: Connection
    folded: Folded
    """As it is before."""
    batch: Sequence[Published] = ()
    """What continues the checkpoint: what was applied before is left out."""


class Checkpointed:
    """`prepare` comes first: it empties what another version of the code has folded.

    `generation`: that one, whichever answers; otherwise always the one that does."""

    def __init__(self, pool: Pool, model: ReadModel, generation: str | None = None) -> None:
        self._pool, self.model, self.generation = pool, model, generation
        self._began = self._told = 0.0
        self._done_before = 0

    async def prepare(self) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await self._enter_alone(connection)
            folded = await begin_anew(connection, self.model)
        self._began, self._done_before = time.monotonic(), folded.done
        if folded.targets:
            _log.warning("folding_anew", model=self.model.name, version=folded.version, events=folded.total)

    async def folded(self) -> Folded:
        async with self._pool.acquire() as connection:
            if not self.model.in_generations:
                return await read_folded(connection, self.model)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                await self._enter(connection)
                return await read_folded(connection, self.model)

    async def checkpoint(self, log: str) -> Checkpoint:
        return (await self.folded()).checkpoint(log)

    async def whole(self) -> str | None:
        """For health: None once it is no more behind than before it was emptied."""
        try:
            return (await self.folded()).behind
        except AnotherVersion as error:
            return error.told

    async def refuse_unless_whole(self) -> None:
        """Raises `not_ready` until then, and where another release has taken over."""
        (await self.folded()).refuse_unless_whole()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        async with self._pool.acquire() as connection, connection.transaction():
            await self._enter_alone(connection)
            yield Writing(connection, await read_folded(connection, self.model))

    async def _enter(self, connection: Connection) -> None:
        if self.generation is None:
            await enter_live(connection, self.model)
        else:
            await enter(connection, self.generation)

    async def _enter_alone(self, connection: Connection) -> None:
        """As its only writer: of the live one under the read model's own lock first, so that none of them
        meets a switch half way."""
        generation = self.generation
        if generation is None:
            await lock(connection, self.model.name)
            if not self.model.in_generations:
                return
            generation = await live_generation(connection, self.model)
        await lock(connection, generation)
        await enter(connection, generation)

    @asynccontextmanager
    async def applying(self, events: Sequence[Published]) -> AsyncIterator[Writing]:
        """Events of one log. A gap, another log than was applied, or an event that this release does not know
        is refused; the rest is saved with whatever is written inside."""
        log = events[0].envelope.log
        async with self.writing() as writing:
            writing.batch = next_batch(writing.folded.checkpoint(log), events)
            for event in writing.batch:
                newest_data(event.envelope)  # what a release does not know it may not leave out either
            yield writing
            if writing.batch:
                await self.save(writing, log, after(writing.batch))

    async def stop_at(self, stopped: Stopped) -> None:
        """What is shown from now on is marked as stale. Ignored where another process has gone on."""
        async with self.writing() as writing:
            if writing.folded.checkpoint(stopped.log).position == stopped.stands_at:
                await save_stopped(writing.connection, self.model, stopped)

    async def save(self, writing: Writing, log: str, reached: Checkpoint) -> None:
        """In the transaction of the effect."""
        before = writing.folded
        writing.folded = await save_checkpoint(writing.connection, self.model, before, log, reached)
        if before.targets:
            self._tell(before, writing.folded)

    def _tell(self, before: Folded, now: Folded) -> None:
        """Done, rate and remaining time, now and then."""
        seconds = time.monotonic() - self._began
        if not now.targets:
            _log.info("folded_anew", model=self.model.name, events=before.total, seconds=round(seconds, 1))
        elif seconds - self._told >= _TOLD_EVERY_SECONDS:
            self._told = seconds
            rate = max(1.0, (now.done - self._done_before) / seconds)
            _log.info(
                "folding_anew",
                model=self.model.name,
                done=now.done,
                events=now.total,
                per_second=round(rate),
                remaining_seconds=round((now.total - now.done) / rate),
            )
