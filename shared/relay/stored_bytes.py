"""Reading a stream's own bytes, without a consumer: what refills a log that lost its end."""

import asyncio

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus.jetstream import jetstream_of
from shared.json_types import JsonObject

BATCH = 500
_BATCH_BYTES = 4 * 1024 * 1024
_ANSWER_SECONDS = 10
_END_OF_BATCH, _NOTHING = "204", "404"

At = tuple[int, bytes]
"""A position, and the bytes of the event there."""


class Unreadable(Exception):
    """The broker can't give what its stream says it holds."""


class _NothingThere(Unreadable):
    """Neither at the position nor, of a type, after it."""


async def read_one(bus: Client, log: str, position: int) -> bytes:
    """The event there; Unreadable when it is missing."""
    return (await read_stored(bus, log, position, 1))[0]


async def read_stored(bus: Client, log: str, first: int, batch: int = BATCH) -> list[bytes]:
    """Up to `batch` events, 500 at most, from position `first` on; Unreadable when one is missing."""
    found = await _read(bus, log, {"seq": first, "batch": batch})
    for expected, (position, _) in enumerate(found, first):
        if position != expected:
            raise Unreadable(f"{log}: no event at {expected} in the stream")
    return [raw for _, raw in found]


async def read_of_type(bus: Client, log: str, township: str, type_: str, first: int) -> list[At]:
    """Up to 500 events of one type and town, from position `first` on; empty when there are no more."""
    subject = f"{log}.{township}.{type_}"
    try:
        return await _read(bus, log, {"seq": first, "batch": BATCH, "next_by_subj": subject})
    except _NothingThere:
        return []


async def _read(bus: Client, log: str, asked: JsonObject) -> list[At]:
    """Taken as they come: waiting for each message by itself would cost as much again as reading it."""
    found: list[At] = []
    ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def take(message: Msg) -> None:
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            found.append((int(headers["Nats-Sequence"]), message.data))
        elif not ended.done():
            ended.set_result(status)

    inbox = bus.new_inbox()
    subscription = await bus.subscribe(inbox, cb=take)
    try:
        request = orjson.dumps({**asked, "max_bytes": _BATCH_BYTES})
        await bus.publish(f"$JS.API.DIRECT.GET.{jetstream_of(log)}", request, reply=inbox)
        async with asyncio.timeout(_ANSWER_SECONDS):
            status = await ended
    finally:
        await subscription.unsubscribe()
    if status != _END_OF_BATCH:
        missing = _NothingThere if status == _NOTHING else Unreadable
        raise missing(f"{log}: no event at {asked['seq']} in the stream ({status})")
    return found
