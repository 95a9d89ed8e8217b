"""Work that takes long, one piece at a time and each account in its turn.

What nobody waits for any more is dropped, and stopped where it is under way: the turn goes to the next.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.reporting.turns.fair_queue import FairQueue
from shared.metrics import TURN_SECONDS, TURNS_DROPPED, TURNS_WAITING

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, eq=False)
class _Request(Generic[Answer]):
    asker: Hashable
    question: Hashable
    work: Callable[[], Coroutine[Any, Any, Answer]]
    answer: "asyncio.Future[Answer]"


class Turns(Generic[Answer]):
    """`run` has to run beside those who ask."""

    def __init__(self, work: str) -> None:
        """`work` names it in the metrics."""
        self._queue = FairQueue[_Request[Answer]]()
        self._asked = asyncio.Event()
        self._working: asyncio.Task[Answer] | None = None
        self._waiting = TURNS_WAITING.labels(work)
        self._dropped = TURNS_DROPPED.labels(work)
        self._seconds = TURN_SECONDS.labels(work)

    async def answer(
        self, asker: Hashable, question: Hashable, work: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """What the work returns or raises; of equal questions asked at the same time one does it for all."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        request = _Request(asker, question, work, answer)
        self._queue.join(request)
        self._note_asked()
        try:
            return await answer
        except asyncio.CancelledError:
            self._dropped.inc()
            raise
        finally:
            self._leave(request)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            first = self._queue.next_turn()
            if first is None:
                self._asked.clear()
                await self._asked.wait()
            else:
                await self._take_turn(first)

    async def _take_turn(self, first: _Request[Answer]) -> None:
        began = time.perf_counter()
        working = self._working = asyncio.create_task(first.work())
        try:
            await asyncio.wait({working})
        finally:
            working.cancel()
            self._working = None
        for each in self._queue.finish_turn():
            _hand_over(working, each.answer)
        self._waiting.set(len(self._queue))
        self._seconds.observe(time.perf_counter() - began)

    def _note_asked(self) -> None:
        self._waiting.set(len(self._queue))
        self._asked.set()

    def _leave(self, request: _Request[Answer]) -> None:
        """A turn that nobody waits for any more ends as soon as its work lets itself be cancelled."""
        self._queue.leave(request)
        self._waiting.set(len(self._queue))
        if self._working is not None and not self._queue.in_turn:
            self._working.cancel()


def _hand_over(working: "asyncio.Task[Answer]", answer: "asyncio.Future[Answer]") -> None:
    if answer.done():  # its asker is just leaving
        return
    if working.cancelled():
        answer.cancel()
    elif (error := working.exception()) is not None:
        answer.set_exception(error)
    else:
        answer.set_result(working.result())
