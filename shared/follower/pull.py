"""Pulling one log from JetStream: a consumer of its own, made anew each time, that says when it is lost.

nats-py's own `fetch` is not used: with a heartbeat it asks for what the server refuses, and without one it
holds back a message for up to its whole time limit.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared.bus.streams import stream_of

BATCH = 500
_BATCH_BYTES = 16 * 1024 * 1024
_HEARTBEAT_SECONDS = 1
_SILENCE_SECONDS = 3.5
_REQUEST_SECONDS = 30
_FORGOTTEN_AFTER_SECONDS = 60
_SECOND = 1_000_000_000
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

    def __init__(self, bus: Client, log: str, consumer: str, inbox: str) -> None:
        self._bus = bus
        self._ask_subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream_of(log)}.{consumer}"
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
        if status is None:
            self._waiting.append(message)
            self._wanted -= 1
        elif status == "100":
            return
        elif status in ("404", "408") or "maxbytes" in _description(message):
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
async def pulling(bus: Client, log: str, reader: str, first: int) -> AsyncIterator[Pull]:
    """The events of a log from position `first` on. The broker keeps no truth: the consumer is in memory."""
    js = bus.jetstream(timeout=5)
    inbox = bus.new_inbox()
    consumer = f"{reader}-{inbox.rpartition('.')[2]}"
    pull = Pull(bus, log, consumer, inbox)
    subscription = await bus.subscribe(inbox, cb=pull.received)
    try:
        await js.add_consumer(stream_of(log), _configuration(consumer, first))
        yield pull
    finally:
        # Not waited for: a consumer that nobody asks is forgotten by the server on its own.
        try:
            if not bus.is_closed:
                await subscription.unsubscribe()
                await bus.publish(f"$JS.API.CONSUMER.DELETE.{stream_of(log)}.{consumer}")
        except NatsError:
            pass


def _configuration(name: str, first: int) -> ConsumerConfig:
    return ConsumerConfig(
        name=name,
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=first,
        ack_policy=AckPolicy.NONE,
        inactive_threshold=_FORGOTTEN_AFTER_SECONDS,
        mem_storage=True,
        num_replicas=1,
    )
