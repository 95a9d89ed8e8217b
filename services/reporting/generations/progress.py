"""How far a rebuild is: told now and then, and watched, so that one that gets nowhere ends."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from shared.json_types import JsonObject

Done = TypeVar("Done")
Tell = Callable[[JsonObject], None]

_TOLD_EVERY_SECONDS = 1.0
_LOOK_SECONDS = 0.5


class Stalled(Exception):
    """Something is pending, and nothing has moved for as long as one waits."""

    def __init__(self, at: JsonObject) -> None:
        super().__init__(f"nothing moves any more: {at}")
        self.at = at


class Progress:
    def __init__(self, tell: Tell, patience: float) -> None:
        self._tell, self._patience = tell, patience
        self._step, self._total, self._done, self._done_before = "", 0, 0, 0
        self._began = self._moved = self._told = time.monotonic()
        self._positions: JsonObject = {}

    def begin(self, step: str, total: int, done: int = 0) -> None:
        """`total` 0: nothing is pending that could be counted, and it takes as long as it takes."""
        self._step, self._total, self._done, self._done_before = step, total, done, done
        self._began = self._moved = time.monotonic()
        self._say()

    def reached(self, done: int, positions: dict[str, int] | None = None) -> None:
        if positions is not None:
            self._positions = dict(positions)
        if done > self._done:
            self._done, self._moved = done, time.monotonic()
        if time.monotonic() - self._told >= _TOLD_EVERY_SECONDS:
            self._say()

    def more(self, total: int) -> None:
        """Of what is pending, while it grows."""
        self._total = max(total, self._total)

    async def watch(self, work: Coroutine[Any, Any, Done]) -> Done:
        """Raises `Stalled` where it gets nowhere."""
        running = asyncio.create_task(work)
        try:
            while not running.done():
                await asyncio.wait([running], timeout=_LOOK_SECONDS)
                still = time.monotonic() - self._moved
                if not running.done() and self._total > self._done and still > self._patience:
                    raise Stalled(self.now())
            return running.result()
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await running

    def now(self) -> JsonObject:
        seconds = max(time.monotonic() - self._began, 0.001)
        rate = (self._done - self._done_before) / seconds
        left = max(0, self._total - self._done)
        return {
            "step": self._step,
            "done": self._done,
            "total": self._total,
            "per_second": round(rate),
            "remaining_seconds": round(left / rate) if rate else None,
            "positions": self._positions,
        }

    def _say(self) -> None:
        self._told = time.monotonic()
        self._tell(self.now())
