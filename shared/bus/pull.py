"""Pulling from a consumer of JetStream, in order, nothing left out, and saying when it is lost.

The consumer numbers what it delivers, from 1 on, and tells with each heartbeat how far it came. So a message
that the client lost is missed at the next one, or within a second when nothing follows it.

nats-py's own `fetch` is not used: with a heartbeat it asks for what the server refuses, without one it
holds back a message for up to its whole time limit. FastStream's batches lose what a late one had gathered.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import Header

BATCH = 500
_BATCH_BYTES = 16 * 1024 * 1024
_HEARTBEAT_SECONDS = 1
_SILENCE_SECONDS = 3.5
_REQUEST_SECONDS = 30
_SECOND = 1_000_000_000
_REQUEST_ENDED = ("batchcompleted", "messagesizeexceedsmaxbytes")
"""Descriptions of a 409 that ends a request in order: the next one is made."""
_REQUEST = orjson.dumps(
    {
        "batch": BATCH,
        "max_bytes": _BATCH_BYTES,
        "expires": _REQUEST_SECONDS * _SECOND,
        "idle_heartbeat": _HEARTBEAT_SECONDS * _SECOND,
    }
)


class Lost(Exception):
    """A message is missing, or the consumer or its server is gone or silent: start over."""


class Pull:
    """At most one request is open at a time, and at most two batches lie here unread."""

    def __init__(self, bus: Client, stream: str, consumer: str, inbox: str) -> None:
        self._bus = bus
        self._ask_subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = inbox
        self._waiting: list[Msg] = []
        self._arrived = asyncio.Event()
        self._wanted = 0
        self._received = 0
        self._handed = 0
        self._heard = time.monotonic()
        self._lost: str | None = None

    async def next_messages(self) -> list[Msg]:
        """What has arrived, in order, at least one; raises Lost rather than leave one out or wait in vain."""
        await self._ask()
        while not self._waiting:
            if self._lost is not None:
                raise Lost(self._lost)
            self._arrived.clear()
            try:
                async with asyncio.timeout(_SILENCE_SECONDS):
                    await self._arrived.wait()
            except TimeoutError:
                if time.monotonic() - self._heard >= _SILENCE_SECONDS:
                    raise Lost("silence") from None
        messages, self._waiting = self._waiting, []
        return self._unbroken(messages)

    def _unbroken(self, messages: list[Msg]) -> list[Msg]:
        """Those that follow what was handed out before: almost always all, as the last one's number tells."""
        whole = len(messages)
        if _number(messages[-1]) != self._handed + whole:
            whole = _following(self._handed, messages)
            self._lost = f"message {self._handed + whole + 1} did not arrive"
        if not whole:
            raise Lost(self._lost)
        self._handed += whole
        return messages[:whole]

    async def received(self, message: Msg) -> None:
        self._heard = time.monotonic()
        headers = message.headers or {}
        status = headers.get("Status")
        # What stands in the stream is answered to its consumer; its headers are whatever a publisher wrote.
        if message.reply.startswith("$JS.ACK."):
            self._waiting.append(message)
            self._received += 1
            self._wanted -= 1
        elif status == "100":
            delivered = int(headers.get(Header.LAST_CONSUMER, "0"))
            if delivered <= self._received:
                return
            self._lost = f"{delivered} were delivered, {self._received} arrived"
        elif status in ("404", "408") or _description(message) in _REQUEST_ENDED:
            self._wanted = 0
        else:
            self._lost = f"{status} {_description(message)}"
        self._arrived.set()
        await self._ask()

    async def _ask(self) -> None:
        if self._wanted <= 0 and self._lost is None and len(self._waiting) <= BATCH:
            self._wanted = BATCH
            await self._bus.publish(self._ask_subject, _REQUEST, reply=self._inbox)


def _following(handed: int, messages: Sequence[Msg]) -> int:
    """How many follow without a gap, where some do not."""
    return next(place for place, message in enumerate(messages) if _number(message) != handed + place + 1)


def _number(message: Msg) -> int:
    return message.metadata.sequence.consumer


def _description(message: Msg) -> str:
    return (message.headers or {}).get("Description", "").replace(" ", "").lower()


@asynccontextmanager
async def pulling(bus: Client, stream: str, consumer: str) -> AsyncIterator[Pull]:
    """From a consumer that exists. What was asked for before and arrives late goes to another inbox."""
    inbox = bus.new_inbox()
    pull = Pull(bus, stream, consumer, inbox)
    subscription = await bus.subscribe(inbox, cb=pull.received)
    try:
        yield pull
    finally:
        try:
            if not bus.is_closed:
                await subscription.unsubscribe()
        except NatsError:
            pass
