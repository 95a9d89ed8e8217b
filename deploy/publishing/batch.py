"""One atomic batch on JetStream: all of its messages are stored, in order, or none of them."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import uuid4

import orjson
from nats.aio.client import Client

from deploy.publishing.line import Line

LARGEST_BATCH = 1000
"""What nats-server takes in one batch."""
_LARGEST_BYTES = 4 * 1024 * 1024
_ANSWER_SECONDS = 10


class NotStored(Exception):
    """The bus refused the batch, for the reason in its words."""


async def publish_batch(bus: Client, publisher: str, lines: Sequence[Line]) -> None:
    """Returns when the batch is on disk; raises `NotStored`, or nats' own errors when that is not known."""
    batch = uuid4().hex
    for number, line in enumerate(lines[:-1], start=1):
        headers = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(number)}
        await bus.publish(f"intake.{publisher}.{line.type}", line.raw, headers=headers)
    last = lines[-1]
    headers = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(len(lines)), "Nats-Batch-Commit": "1"}
    subject = f"intake.{publisher}.{last.type}"
    answer = await bus.request(subject, last.raw, timeout=_ANSWER_SECONDS, headers=headers)
    stored = orjson.loads(answer.data)
    if "error" in stored:
        raise NotStored(str(stored["error"].get("description")))


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
