"""How far the read model is, looked up once for all who ask at the same time."""

import asyncio

from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.read_model.model import FIRST, Folded
from shared.read_model.statements import look


class SharedLook:
    """A look that answers somebody begins after that one asked: what was applied before is seen."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._next: asyncio.Future[Folded] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._generation = FIRST

    async def now(self) -> Folded:
        """Raises what reading raises."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._next)

    async def _look(self) -> None:
        try:
            while (asked := self._next) is not None:
                self._next = None
                try:
                    async with self._pool.acquire() as connection:
                        folded = await look(connection, FIGURES, self._generation)
                    self._generation = folded.generation
                    asked.set_result(folded)
                except Exception as error:  # noqa: BLE001 - it is raised where it was asked
                    self._generation = FIRST
                    asked.set_exception(error)
                    asked.exception()
        finally:
            self._looking = None
