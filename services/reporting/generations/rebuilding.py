"""Building a generation beside the live one: rows, marks, catching up, comparing; goes on where it ended."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.reporting.generations.alone_at_it import alone_at_it
from services.reporting.generations.comparing import compare
from services.reporting.generations.failing import of_the_system
from services.reporting.generations.keeping_up import keep_up
from services.reporting.generations.listed import Generation, listed, live_of, named
from services.reporting.generations.process import Count, Opened, Workers, in_order
from services.reporting.generations.progress import Progress
from services.reporting.generations.source import Source
from services.reporting.generations.staging import EVENTS_AT_ONCE, stage, waves
from services.reporting.generations.uncounted import BEGINNING, Uncounted
from services.reporting.read_model import FIGURES
from services.reporting.reading.question import LOGS
from shared.bus.pull import Lost
from shared.clock import Clock
from shared.event_log.connection import DATABASE_LOST, Pool
from shared.instant import microseconds
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.generation import enter
from shared.read_model.order import Gap
from shared.read_model.statements import aim_at, lock

_BUILT = "update public.generations set built = true where name = $1"
_NEAR = 500
"""Events behind the live one that are caught up while that waits."""
_AGAIN_SECONDS, _LOOK_SECONDS, _HELD_AT_MOST_SECONDS = 0.5, 0.1, 2.0


@dataclass(frozen=True, slots=True)
class Rebuild:
    """`pool` and `bus` as the role and the user that may write and say nothing else."""

    pool: Pool
    bus: Client
    source: Source
    only_archived: bool
    """What is not in the archive is followed, not taken in."""
    workers: Opened
    progress: Progress
    clock: Clock

    async def run(self) -> JsonObject:
        """What the comparison says. Raises `Stalled`, and `rebuild_running` where another one is at it."""
        async with alone_at_it(self.pool):
            return await self.progress.watch(self._run())

    async def _run(self) -> JsonObject:
        generation = await self._generation()
        if not generation.built:
            targets = await self._begin(generation)
            async with self.workers(generation.name, await self._left(generation.name, targets)) as workers:
                await self._stage_all(workers, generation.name, targets)
                await self._count_all(workers, generation.name)
        keeping = asyncio.create_task(keep_up(self.pool, self.bus, generation.name, "rebuild"))
        try:
            return await self._caught_up(generation.name)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _generation(self) -> Generation:
        """The one that was begun by this version, or a new one."""
        async with self.pool.acquire() as connection:
            for each in await listed(connection):
                begun_here = each.version in (None, FIGURES.version)
                if begun_here and not each.live and not each.answered_before:
                    return each
            return await named(connection, await connection.fetchval("select public.open_generation()"))

    async def _begin(self, generation: Generation) -> Mapping[str, int]:
        """Until where it is built in bulk: where the live one is, or was before it was emptied."""
        if generation.version is not None:
            return generation.targets
        async with self.pool.acquire() as connection, connection.transaction():
            live = live_of(await listed(connection))
            targets = {
                log: reached
                for log in LOGS
                if (reached := self._until(log, max(live.positions[log], live.targets.get(log, 0))))
            }
            await lock(connection, generation.name)
            await enter(connection, generation.name)
            await aim_at(connection, FIGURES, targets)
        return targets

    def _until(self, log: str, position: int) -> int:
        return min(position, self.source.archived(log)) if self.only_archived else position

    async def _left(self, generation: str, targets: Mapping[str, int]) -> int:
        """Events that are not counted yet."""
        model = Checkpointed(self.pool, FIGURES, generation)
        ahead = [max(0, target - (await model.checkpoint(log)).position) for log, target in targets.items()]
        async with model.writing() as writing:
            left = [work.events for wave in await waves(writing.connection) for work in wave]
        return sum(ahead) + sum(left)

    async def _stage_all(self, workers: Workers, generation: str, targets: Mapping[str, int]) -> None:
        model = Checkpointed(self.pool, FIGURES, generation)
        reached = {log: (await model.checkpoint(log)).position for log in LOGS}
        self.progress.begin("rows", sum(targets.values()), sum(reached.values()))
        for log, target in targets.items():
            buckets = max(1, target // EVENTS_AT_ONCE)
            while reached[log] < target:
                try:
                    asks = self.source.asks(log, reached[log], target, buckets)
                    async for part in in_order(workers, asks):
                        if part.first != reached[log] + 1:  # the one before had less than was asked for
                            break
                        reached[log] += await stage(model, part)
                        self.progress.reached(sum(reached.values()), reached)
                except (Lost, Gap, NatsError, TimeoutError, *DATABASE_LOST) as error:
                    if of_the_system(error):
                        raise
                    await asyncio.sleep(_AGAIN_SECONDS)
                    reached[log] = (await model.checkpoint(log)).position

    async def _count_all(self, workers: Workers, generation: str) -> None:
        model = Checkpointed(self.pool, FIGURES, generation)
        await self._count_staged(workers, model)
        uncounted = Uncounted(model)
        if total := await uncounted.many():
            self.progress.begin("merged", total)
            place, done = BEGINNING, 0
            while done < total:
                place, counted = await uncounted.count(place)
                done += counted
                self.progress.reached(done)

    async def _count_staged(self, workers: Workers, model: Checkpointed) -> None:
        begun = False
        while True:
            async with model.writing() as writing:
                left = await waves(writing.connection)
                if not left:
                    await writing.connection.execute("truncate staged")
                    return
            if not begun:
                self.progress.begin("marks", sum(work.events for wave in left for work in wave))
                done, begun = 0, True
            try:
                async for events in in_order(workers, map(Count, left[0])):
                    done += events
                    self.progress.reached(done)
            except (TimeoutError, *DATABASE_LOST) as error:
                if of_the_system(error):
                    raise
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _caught_up(self, generation: str) -> JsonObject:
        """Once it is so near to the live one that this need not wait for long."""
        done = -1
        while True:
            done = await self._near(generation, done)
            self.progress.begin("comparing", 0)
            try:
                now = microseconds(self.clock.now())
                return await compare(self.pool, generation, now, _HELD_AT_MOST_SECONDS)
            except Rejected:
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _near(self, generation: str, before: int) -> int:
        """How many events both have applied: more than `before`, unless they are level."""
        first = True
        while True:
            async with self.pool.acquire() as connection:
                generations = await listed(connection)
                live = live_of(generations).positions
                own = next(each for each in generations if each.name == generation).positions
                total = sum(max(live[log], own[log]) for log in LOGS)
                done = sum(min(live[log], own[log]) for log in LOGS)
                if total == done or (total - done <= _NEAR and done > before):
                    await connection.execute(_BUILT, generation)
                    return done
            if first:
                self.progress.begin("catching up", total, done)
            first = False
            self.progress.more(total)
            self.progress.reached(done, dict(own))
            await asyncio.sleep(_LOOK_SECONDS)
