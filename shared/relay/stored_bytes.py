"""Reading a stream's own bytes, without a consumer: what refills a log that lost its end."""

import orjson
from nats.aio.client import Client

from shared.bus.jetstream import jetstream_of

BATCH = 500
_BATCH_BYTES = 4 * 1024 * 1024
_ANSWER_SECONDS = 10
_END_OF_BATCH = "204"


class Unreadable(Exception):
    """The broker can't give what its stream says it holds."""


async def read_one(bus: Client, log: str, position: int) -> bytes:
    """The event there; Unreadable when it is missing."""
    return (await read_stored(bus, log, position, 1))[0]


async def read_stored(bus: Client, log: str, first: int, batch: int = BATCH) -> list[bytes]:
    """Up to `batch` events, 500 at most, from position `first` on; Unreadable when one is missing."""
    inbox = bus.new_inbox()
    subscription = await bus.subscribe(inbox)
    request = orjson.dumps({"seq": first, "batch": batch, "max_bytes": _BATCH_BYTES})
    await bus.publish(f"$JS.API.DIRECT.GET.{jetstream_of(log)}", request, reply=inbox)
    found: list[bytes] = []
    try:
        while True:
            message = await subscription.next_msg(_ANSWER_SECONDS)
            headers = message.headers or {}
            status = headers.get("Status")
            if status is None:
                if int(headers["Nats-Sequence"]) != first + len(found):
                    raise Unreadable(f"{log}: no event at {first + len(found)} in the stream")
                found.append(message.data)
            elif status == _END_OF_BATCH:
                return found
            else:
                raise Unreadable(f"{log}: no event at {first} in the stream ({status})")
    finally:
        await subscription.unsubscribe()
