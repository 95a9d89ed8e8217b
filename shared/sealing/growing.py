"""The tiles catching up with their log: a bounded batch at a time, with as long a pause after each."""

import asyncio
import time
from collections.abc import Callable

from shared.event_log.connection import Connection
from shared.logging import get_logger
from shared.metrics import TREE_LAG
from shared.sealing.tiles import Built, await_turn, build

_log = get_logger(__name__)

SAID_EVERY = 5.0
_LONG = 50_000
"""Events behind from which on it is told how far it is."""


class Progress:
    """Tells of a long way, and only of one: `tree_catching_up` now and then, `tree_caught_up` at its end."""

    def __init__(self, log: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._log, self._clock = log, clock
        self._since: tuple[float, int] | None = None
        self._said = 0.0

    def note(self, so_far: Built) -> None:
        TREE_LAG.labels(self._log).set(so_far.behind)
        now = self._clock()
        if self._since is None:
            if so_far.behind >= _LONG:
                self._since, self._said = (now, so_far.events), now
                _log.info("tree_catching_up", log=self._log, done=so_far.events, events=so_far.position)
        elif so_far.behind == 0:
            seconds = round(now - self._since[0], 1)
            _log.info("tree_caught_up", log=self._log, events=so_far.events, seconds=seconds)
            self._since = None
        elif now - self._said >= SAID_EVERY:
            self._said = now
            self._tell(so_far, now - self._since[0], so_far.events - self._since[1])

    def _tell(self, so_far: Built, seconds: float, done: int) -> None:
        rate = done / seconds if seconds else 0.0
        remaining = round(so_far.behind / rate) if rate else None
        _log.info(
            "tree_catching_up",
            log=self._log,
            done=so_far.events,
            events=so_far.position,
            per_second=round(rate),
            remaining_seconds=remaining,
        )


async def grow(connection: Connection, log: str) -> Built:
    """Until level; for who can't go on without. LookupError where events are missing."""
    progress = Progress(log)
    while True:
        async with connection.transaction():
            await await_turn(connection)
            so_far = await build(connection)
        progress.note(so_far)
        if so_far.behind == 0:
            return so_far
        await asyncio.sleep(0)
