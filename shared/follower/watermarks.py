"""Hearing what the followed logs announce, and keeping the newest of each in memory.

After a start each is heard within a second. Nothing of it needs to outlive the process: it is said again.
"""

import time
from collections.abc import Callable, Iterable
from functools import partial

from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.follower.watermark import Watermark
from shared.read_model.checkpoint import Checkpoint


class Watermarks:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic
        self._newest: dict[str, Watermark] = {}
        self._reached: dict[str, Watermark] = {}
        self._heard: dict[str, float] = {}

    @property
    def logs(self) -> tuple[str, ...]:
        """That are listened to."""
        return tuple(self._heard)

    async def listen(self, bus: Client, logs: Iterable[str]) -> None:
        """For as long as the connection lives, over its interruptions."""
        for log in logs:
            self._heard[log] = self.monotonic()
            await bus.subscribe(f"clock.{log}", cb=partial(self._hear, log))

    async def _hear(self, log: str, message: Msg) -> None:
        self.take(log, Watermark.from_bytes(message.data))

    def silent_seconds(self, log: str) -> float:
        """Real ones, since it was heard, or since it is listened to."""
        return self.monotonic() - self._heard[log]

    def is_behind(self, log: str, applied: Checkpoint) -> bool:
        """Whether it has announced what the reader does not have; another log than was read is all of it."""
        newest = self._newest.get(log)
        if newest is None:
            return False
        return newest.position > applied.position or applied.log_id not in (None, newest.log_id)

    def take(self, log: str, heard: Watermark) -> None:
        """While the relay's leader changes, an older one of the same log may come late."""
        self._heard[log] = self.monotonic()
        known = self._newest.get(log)
        if known is None or known.log_id != heard.log_id or known.closed <= heard.closed:
            self._newest[log] = heard

    def at(self, log: str, applied: Checkpoint) -> Watermark | None:
        """The newest that stands where the reader does. It is kept until the reader goes on, for newer ones
        may be of events that are still to come: what was final once has to stay so.
        """
        newest = self._newest.get(log)
        if newest is not None and newest.stands_at(applied):
            self._reached[log] = newest
        reached = self._reached.get(log)
        return reached if reached is not None and reached.stands_at(applied) else None
