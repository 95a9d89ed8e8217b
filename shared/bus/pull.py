"""Pulling from a consumer of JetStream, in order, and saying when it is lost.

nats-py's own `fetch` is not used: with a heartbeat it asks for what the server refuses, without one it
holds back a message for up to its whole time limit. FastStream's batches lose what a late one had gathered.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

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
    """The consumer or its server is gone, or silent: make a new one."""


class Pull:
    """At most one request is open at a time, and at most two batches lie here unread."""

    def __init__(self, bus: Client, stream: str, consumer: str, inbox: str) -> None:
        self._bus = bus
        self._ask_subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = inbox
        self._waiting: list[Msg] = []
        self._arrived = asyncio.Event()
        self._wanted = 0
        self._heard = time.monotonic()
        self._lost: str | None = None

    async def next_messages(self) -> list[Msg]:
        """What has arrived, in order, at least one; raises Lost rather than wait on a dead consumer."""
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
        return messages

    async def received(self, message: Msg) -> None:
        self._heard = time.monotonic()
        status = (message.headers or {}).get("Status")
        # What stands in the stream is answered to its consumer; its headers are whatever a publisher wrote.
        if message.reply.startswith("$JS.ACK."):
            self._waiting.append(message)
            self._wanted -= 1
        elif status == "100":
            return
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
