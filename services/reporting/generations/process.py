"""The processes that take parts of the logs in and count: several, or this one alone where little is done."""

import asyncio
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Protocol, TypeVar

from nats.aio.client import Client

from services.reporting.generations.counting import Counting
from services.reporting.generations.settings import RebuildSettings
from services.reporting.generations.staging import Work
from shared.bus.connect import connected
from shared.event_log.connection import Pool
from shared.service.connections import open_pool
from shared.service.garbage import collect_seldom

FEW_EVENTS, MANY = 20_000, 2

Done = TypeVar("Done", covariant=True)  # noqa: PLC0105 - one name for both ways


@dataclass(frozen=True, slots=True)
class Own:
    """What a process works with."""

    counting: Counting
    bus: Callable[[], AbstractAsyncContextManager[Client]]
    alone: bool
    """Beside the loop that tells how far it is."""


class Task(Protocol[Done]):
    async def do(self, own: Own) -> Done: ...


@dataclass(frozen=True, slots=True)
class Count:
    work: Work

    async def do(self, own: Own) -> int:
        """Returns how many events were counted."""
        return await own.counting.count(self.work)


class Workers(Protocol):
    async def run(self, task: Task[Done]) -> Done: ...

    @property
    def many(self) -> int:
        """How many tasks it is given beside the one that is waited for."""
        ...


Opened = Callable[[str, int], AbstractAsyncContextManager[Workers]]
"""For a generation, and how many events there are to take in."""


class Alone:
    many = 0

    def __init__(self, pool: Pool, bus: Client, generation: str) -> None:
        self._own = Own(Counting(pool, generation), lambda: nullcontext(bus), alone=True)

    async def run(self, task: Task[Done]) -> Done:
        return await task.do(self._own)


def alone(pool: Pool, bus: Client) -> Opened:
    return lambda generation, _: nullcontext(Alone(pool, bus, generation))


def as_many_as_needed(settings: RebuildSettings, pool: Pool, bus: Client) -> Opened:
    """Where there is little to do, processes would take longer to start than to do it."""
    here, many = alone(pool, bus), settings.rebuild_processes

    def opened(generation: str, events: int) -> AbstractAsyncContextManager[Workers]:
        if many is None and events <= FEW_EVENTS:
            return here(generation, events)
        return processes(settings, generation, many or MANY)

    return opened


class Processes:
    def __init__(self, pool: ProcessPoolExecutor, many: int) -> None:
        self._pool, self.many = pool, many
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()

    async def run(self, task: Task[Done]) -> Done:
        """Raises `MemoryError` where the threads that hand tasks out could not go on."""
        working: asyncio.Future[Done] = self._loop.run_in_executor(self._pool, _do, task)
        await asyncio.wait((working, self._ended), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            self._ended.result()
        return working.result()

    def thread_ended(self, told: threading.ExceptHookArgs) -> None:
        """What the executor's own threads raise, nobody hears: for want of memory they can't start others."""
        self._loop.call_soon_threadsafe(self._fail, MemoryError(str(told.exc_value)))

    def _fail(self, error: MemoryError) -> None:
        if not self._ended.done():
            self._ended.set_exception(error)
            self._ended.exception()


@asynccontextmanager
async def processes(settings: RebuildSettings, generation: str, many: int) -> AsyncIterator[Processes]:
    spawned = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(many, spawned, initializer=_begin, initargs=(settings, generation))
    several, before = Processes(pool, many), threading.excepthook
    threading.excepthook = several.thread_ended
    try:
        yield several
    finally:
        threading.excepthook = before
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():  # what it is at is done again, or never
            child.terminate()
            child.join()


async def in_order(workers: Workers, tasks: Iterable[Task[Done]]) -> AsyncIterator[Done]:
    """What becomes of them, several at a time."""
    waiting: deque[asyncio.Task[Done]] = deque()
    try:
        for task in tasks:
            waiting.append(asyncio.create_task(workers.run(task)))
            if len(waiting) > workers.many:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


_here: dict[str, Any] = {}


def _begin(settings: RebuildSettings, generation: str) -> None:
    """In a new process: ends with the one that started it, however that ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    runner = asyncio.Runner()
    pool = runner.run(open_pool(settings.database_dsn, smallest=1, largest=1))
    password = settings.nats_password.get_secret_value()
    own = Own(
        Counting(pool, generation),
        lambda: connected(settings.nats_url, settings.nats_user, password),
        alone=False,
    )
    collect_seldom()
    _here.update(runner=runner, own=own)


def _do(task: Task[Any]) -> Any:
    return _here["runner"].run(task.do(_here["own"]))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
