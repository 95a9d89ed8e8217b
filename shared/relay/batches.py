"""Publishing events in atomic batches: all of one or nothing, and only at the expected sequence."""

import asyncio
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

_ANSWER_SECONDS = 10
_LOOK_SECONDS = 0.1


class NotPublished(Exception):
    """The server did not take a batch; nothing of it is in the stream."""


class Batches:
    """Several may be on their way: the server commits them in order and refuses what follows a failed one."""

    def __init__(self, bus: Client) -> None:
        self._bus = bus
        self._inbox = bus.new_inbox()
        self._subscription: Subscription | None = None
        self._sent = 0
        self._connection = bus.stats["reconnects"]
        self._waiting: dict[str, asyncio.Future[None]] = {}

    async def __aenter__(self) -> Self:
        self._subscription = await self._bus.subscribe(f"{self._inbox}.*", cb=self._answered)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._subscription is not None and not self._bus.is_closed:
            await self._subscription.unsubscribe()
        for future in self._waiting.values():
            future.cancel()

    async def send(self, events: Sequence[bytes], expected_last: int) -> asyncio.Future[None]:
        """Done when the batch is on the server's disk; fails with NotPublished."""
        self._sent += 1
        batch = f"{self._inbox}.{self._sent}"
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[batch] = answer
        for number, raw in enumerate(events, 1):
            headers = {"Nats-Batch-Id": batch[-64:], "Nats-Batch-Sequence": str(number)}
            if number == 1:
                headers["Nats-Expected-Last-Sequence"] = str(expected_last)
            if number == len(events):
                headers["Nats-Batch-Commit"] = "1"
            reply = batch if number == len(events) else ""
            await self._bus.publish(nats_subject_of(raw), raw, reply=reply, headers=headers)
        return answer

    async def confirm(self, answer: asyncio.Future[None]) -> None:
        """Until it is answered; an answer lost with its connection is not waited for."""
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not (await asyncio.wait([answer], timeout=_LOOK_SECONDS))[0]:
            if not self._bus.is_connected or self._bus.stats["reconnects"] != self._connection:
                raise NotPublished("the connection was lost")
            if time.monotonic() > deadline:
                raise NotPublished("no answer in time")
        answer.result()

    async def _answered(self, message: Msg) -> None:
        answer = self._waiting.pop(message.subject, None)
        if answer is None or answer.done():
            return
        error = _error(message)
        if error is None:
            answer.set_result(None)
        else:
            answer.set_exception(NotPublished(error))
            # Of several that fail together only the first is waited for.
            answer.exception()


def nats_subject_of(raw: bytes) -> str:
    """`<log>.<township>.<type>`, without decoding the whole event again."""
    fields = orjson.loads(raw)
    return f"{fields['source'][1:]}.{fields['township']}.{fields['type']}"


def _error(message: Msg) -> str | None:
    if not message.data:
        return f"no answer from the stream: {message.headers}"
    answer = orjson.loads(message.data)
    return str(answer["error"].get("description", answer["error"])) if "error" in answer else None
