"""One atomic batch on JetStream: all of its messages are stored, in order, or none of them.

A stream takes 50 unfinished batches, and one publisher may hold them all: others then send one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import uuid4

import orjson
from nats.aio.client import Client

from deploy.publishing.line import Line
from shared.bus.jetstream import TOO_MANY_OPEN

LARGEST_BATCH = 1000
"""What nats-server takes in one batch."""
_LARGEST_BYTES = 4 * 1024 * 1024
_ANSWER_SECONDS = 10


class NotStored(Exception):
    """The bus refused it, for the reason in its words; nothing of it is stored."""


class NoRoom(NotStored):
    """No more unfinished batches are taken; single messages are."""


async def publish_batch(bus: Client, publisher: str, lines: Sequence[Line]) -> None:
    """Returns when all is on disk; raises `NotStored`, or nats' own errors when that is not known."""
    if len(lines) == 1:
        return await publish_one(bus, publisher, lines[0])
    batch = uuid4().hex
    first, *inner, last = lines
    # Answered at once: where there is no room, nothing else need be sent.
    await _asked(bus, publisher, first, _headers(batch, 1))
    for number, line in enumerate(inner, start=2):
        await bus.publish(f"intake.{publisher}.{line.type}", line.raw, headers=_headers(batch, number))
    await _asked(bus, publisher, last, _headers(batch, len(lines)) | {"Nats-Batch-Commit": "1"})
    return None


async def publish_one(bus: Client, publisher: str, line: Line) -> None:
    """As `publish_batch`, without taking any of the server's batches."""
    await _asked(bus, publisher, line, None)


def _headers(batch: str, number: int) -> dict[str, str]:
    return {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(number)}


async def _asked(bus: Client, publisher: str, line: Line, headers: dict[str, str] | None) -> None:
    subject = f"intake.{publisher}.{line.type}"
    answer = await bus.request(subject, line.raw, timeout=_ANSWER_SECONDS, headers=headers)
    error = orjson.loads(answer.data).get("error") if answer.data else None
    if error is not None:
        refusal = NoRoom if error.get("err_code") == TOO_MANY_OPEN else NotStored
        raise refusal(str(error.get("description")))


def in_batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == LARGEST_BATCH or size + len(line.raw) > _LARGEST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line.raw)
    if batch:
        yield batch
