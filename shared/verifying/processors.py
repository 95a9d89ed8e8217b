"""Work on all processors: several pieces at a time, each in a process of its own."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Processors:
    pool: ProcessPoolExecutor
    """It starts its processes with the first piece of work."""

    async def in_order(self, work: Callable[[Piece], Done], pieces: Sequence[Piece]) -> AsyncIterator[Done]:
        """What comes of each. Who asks for no more of it leaves the rest undone."""
        loop = asyncio.get_running_loop()
        working = [loop.run_in_executor(self.pool, work, piece) for piece in pieces]
        try:
            for each in working:
                yield await each
        finally:
            for each in working:
                each.cancel()


@contextmanager
def processors() -> Iterator[Processors]:
    pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))
    try:
        yield Processors(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
