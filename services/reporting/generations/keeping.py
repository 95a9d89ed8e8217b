"""While the service runs: generations that do not answer are kept up, and dropped when their time is over."""

import asyncio
from contextlib import suppress

from nats.aio.client import Client

from services.reporting.generations.keeping_up import keep_up
from services.reporting.generations.listed import listed
from services.reporting.generations.switching import Switching
from services.reporting.read_model import FIGURES
from shared.event_log.connection import DATABASE_AWAY, Pool
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)

LOOK_SECONDS = 1.0


class Keeping:
    """`run` beside the routes. Only what this version of the code has folded."""

    def __init__(self, pool: Pool, bus: Client, switching: Switching) -> None:
        self._pool, self._bus, self._switching = pool, bus, switching
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                with suppress(*DATABASE_AWAY):
                    await self._look()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._stop(*self._running)

    async def _look(self) -> None:
        for name in await self._switching.expired():
            await self._drop(name)
        async with self._pool.acquire() as connection:
            wanted = {
                each.name
                for each in await listed(connection)
                if each.built and not each.live and each.version == FIGURES.version
            }
        await self._stop(*(self._running.keys() - wanted))
        for name in wanted - self._running.keys():
            work = keep_up(self._pool, self._bus, name, "reporting-kept")
            self._running[name] = asyncio.create_task(work)

    async def _drop(self, name: str) -> None:
        """Once nobody reads or writes it any more; otherwise at the next look."""
        await self._stop(*(each for each in self._running if each == name))
        with suppress(Rejected):
            await self._switching.drop(name)
            _log.info("generation_dropped", generation=name)

    async def _stop(self, *names: str) -> None:
        tasks = [self._running.pop(name) for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
