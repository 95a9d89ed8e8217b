"""Reading on while the last batch is written: what comes meanwhile is the next one, and no more than that."""

import asyncio
from collections.abc import AsyncIterator

from shared.read_model.checkpoint import Published

MOST_EVENTS = 4_000
MOST_BYTES = 8 * 1024 * 1024


async def read_ahead(batches: AsyncIterator[list[Published]]) -> AsyncIterator[list[Published]]:
    """The same events, in larger batches. Raises what reading raises, after what was read before it."""
    ahead = _Ahead()
    reading = asyncio.create_task(ahead.fill(batches))
    try:
        while batch := await ahead.taken():
            yield batch
        await reading
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


class _Ahead:
    def __init__(self) -> None:
        self._held: list[Published] = []
        self._bytes = 0
        self._over = False
        self._came, self._went = asyncio.Event(), asyncio.Event()

    async def fill(self, batches: AsyncIterator[list[Published]]) -> None:
        try:
            async for batch in batches:
                while len(self._held) >= MOST_EVENTS or self._bytes >= MOST_BYTES:
                    self._went.clear()
                    await self._went.wait()
                self._held += batch
                self._bytes += sum(len(each.raw) for each in batch)
                self._came.set()
        finally:
            self._over = True
            self._came.set()

    async def taken(self) -> list[Published]:
        """Empty at the end."""
        while not self._held and not self._over:
            self._came.clear()
            await self._came.wait()
        taken, self._held, self._bytes = self._held, [], 0
        self._went.set()
        return taken
