"""The events of all logs in one order, from this service's copies: the streams it follows, its own log."""

from collections import deque
from collections.abc import AsyncIterator, Mapping

from nats.aio.client import Client

from services.reporting.replaying.merged import Event, event_of
from services.reporting.verification.copies import stream_bytes
from services.reporting.verification.verifying import OWN
from shared.event_log.connection import Pool
from shared.event_log.read import read_after
from shared.problems import Rejected

_AT_ONCE = 500


async def merged_copies(pool: Pool, bus: Client, last: Mapping[str, int]) -> AsyncIterator[list[Event]]:
    """In batches. Raises `stream_incomplete` where one ends before its last position."""
    logs = [
        _Copy(log, position, own_bytes(pool, position) if log == OWN else stream_bytes(bus, log, position))
        for log, position in last.items()
    ]
    while True:
        for log in logs:
            await log.fill()
        batch = list[Event]()
        while all(log.waiting or log.ended for log in logs) and any(log.waiting for log in logs):
            batch.append(
                min(
                    (log for log in logs if log.waiting), key=lambda log: log.waiting[0][:2]
                ).waiting.popleft()
            )
        if not batch:
            return
        yield batch


async def own_bytes(pool: Pool, last: int) -> AsyncIterator[list[bytes]]:
    position = 0
    while position < last:
        async with pool.acquire() as connection:
            found = await read_after(connection, position, min(_AT_ONCE, last - position))
        if not found:
            return
        yield [each.raw for each in found]
        position += len(found)


class _Copy:
    def __init__(self, log: str, last: int, batches: AsyncIterator[list[bytes]]) -> None:
        self._log, self._last, self._batches = log, last, batches
        self._position = 0
        self.waiting: deque[Event] = deque()

    @property
    def ended(self) -> bool:
        return self._position == self._last

    async def fill(self) -> None:
        if self.waiting or self.ended:
            return
        raws = await anext(self._batches, None)
        try:
            for raw in raws or [b""]:
                self.waiting.append(event_of(self._log, self._position + 1, raw))
                self._position += 1
        except ValueError:
            raise Rejected("stream_incomplete", log=self._log, position=str(self._position + 1)) from None
