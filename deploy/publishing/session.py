"""Publishing lines in order until each has its receipt; a lost connection or receipt only costs time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

import orjson
from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from deploy.publishing.batch import NoRoom, NotStored, in_batches, publish_batch, publish_one
from deploy.publishing.line import BadLine, Line
from deploy.publishing.outstanding import Outstanding
from deploy.publishing.tally import Tally
from shared.bus.sent import sent

_MOST_OUTSTANDING = 8_000
_MOST_BYTES = 64 * 1024 * 1024
_PATIENCE_SECONDS = 120
_PAUSE_SECONDS = 0.5
_LAST_WORD_SECONDS = 2.0
_NOT_ALLOWED = "permissions violation"

Report = Callable[[Tally, Outstanding], None]


class Stalled(Exception):
    """Nothing was stored and no receipt came for a long time, or never will."""


class Session:
    """One run over one file. A batch that was not stored is sent again before the next: order is kept."""

    def __init__(self, bus: Client, publisher: str, report: Report) -> None:
        self._bus, self._publisher, self._report = bus, publisher, report
        self.tally = Tally()
        self.outstanding = Outstanding(self.tally)
        self._released: list[Line] = []
        self._heard = asyncio.Event()
        self._moved = time.monotonic()

    async def run(self, lines: Iterable[Line | BadLine], wait: float) -> Tally:
        """`Stalled` leaves what was found out so far in `tally`."""
        try:
            await self._bus.subscribe(f"receipts.{self._publisher}", cb=self._take)
            await sent(self._bus)
            self._check_allowed()
            for batch in in_batches(self._good(lines)):
                while self._full():
                    await self._step()
                await self._send(self.outstanding.begin(batch, time.monotonic()))
                self._moved = time.monotonic()
            while self.outstanding:
                await self._step()
            await self._await_decisions(wait)
        finally:
            self.outstanding.give_up()
        return self.tally

    def _good(self, lines: Iterable[Line | BadLine]) -> Iterator[Line]:
        for line in lines:
            if isinstance(line, BadLine):
                self.tally.refuse(line)
            else:
                yield line

    def _full(self) -> bool:
        return len(self.outstanding) >= _MOST_OUTSTANDING or self.outstanding.bytes >= _MOST_BYTES

    async def _take(self, message: Msg) -> None:
        released = self.outstanding.take(orjson.loads(message.data), time.monotonic())
        if released is not None:
            self._released.append(released)
        self._moved = time.monotonic()
        self._heard.set()

    async def _step(self) -> None:
        """Send what became free or overdue, then wait a moment for receipts."""
        released, self._released = self._released, []
        await self._send(released)
        await self._send(self.outstanding.overdue(time.monotonic()))
        self._report(self.tally, self.outstanding)
        if time.monotonic() - self._moved > _PATIENCE_SECONDS:
            raise Stalled("no receipts")
        await self._hear(_PAUSE_SECONDS)

    async def _hear(self, seconds: float) -> None:
        """Until a receipt comes, or that long."""
        self._heard.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._heard.wait()
        except TimeoutError:
            return

    async def _send(self, lines: Iterable[Line]) -> None:
        """Returns when all of them are stored."""
        for batch in in_batches(lines):
            try:
                await self._until_stored(partial(publish_batch, self._bus, self._publisher, batch))
            except NoRoom:
                await self._send_singly(batch)
            self.outstanding.sent(batch, time.monotonic())
            self._report(self.tally, self.outstanding)

    async def _send_singly(self, lines: list[Line]) -> None:
        """In order too: each is on disk before the next is sent."""
        for line in lines:
            await self._until_stored(partial(publish_one, self._bus, self._publisher, line))
            self.tally.singly += 1

    async def _until_stored(self, publish: Callable[[], Awaitable[None]]) -> None:
        """Tried again and again, with a pause; a batch for which there is no room only once."""
        while True:
            try:
                return await publish()
            except NoRoom:
                raise
            except (NotStored, errors.Error, TimeoutError, OSError) as error:
                self._check_allowed()
                if self._bus.is_closed or time.monotonic() - self._moved > _PATIENCE_SECONDS:
                    raise Stalled(str(error) or type(error).__name__) from error
            await asyncio.sleep(_PAUSE_SECONDS)

    def _check_allowed(self) -> None:
        """NATS says so beside the answers, and then there are none."""
        refused = str(self._bus.last_error or "")
        if _NOT_ALLOWED in refused.lower():
            raise Stalled(refused)

    async def _await_decisions(self, wait: float) -> None:
        """For facts that wait for others; at the end they are asked for once more: a receipt may be lost."""
        until = time.monotonic() + wait
        while self.outstanding.waiting and (left := until - time.monotonic()) > 0:
            self._report(self.tally, self.outstanding)
            await self._hear(min(_PAUSE_SECONDS, left))
        await self._send(self.outstanding.ask_again(time.monotonic()))
        until = time.monotonic() + _LAST_WORD_SECONDS
        while self.outstanding and (left := until - time.monotonic()) > 0:
            await self._hear(left)
