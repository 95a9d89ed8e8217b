"""Reading the copies of a log: the broker's stream, and its owner's database by question over the bus."""

from collections.abc import AsyncIterator, Callable

from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic import ValidationError

from shared.asking.messages import MOST_HASHES, HashesAnswer, HashesQuestion
from shared.bus.questions import asked_within
from shared.event_log.connection import Pool
from shared.event_log.read import read_after
from shared.events.envelope import event_hash
from shared.relay.stored_bytes import BATCH, Unreadable, read_stored

_ANSWER_SECONDS = 5.0

Progress = Callable[[int], None]
"""Told how many events more were read."""


async def stream_bytes(bus: Client, log: str, last: int) -> AsyncIterator[list[bytes]]:
    """From the first event to `last`, in batches; it ends early where the stream does."""
    position = 0
    while position < last:
        try:
            found = await read_stored(bus, log, position + 1, min(BATCH, last - position))
        except Unreadable:
            return
        if not found:
            return
        yield found
        position += len(found)


async def stored_hashes(bus: Client, owner: str, last: int, read: Progress) -> list[str] | None:
    """As the owner's database has them, whatever they say; None where it does not answer."""
    hashes: list[str] = []
    while len(hashes) < last:
        limit = min(MOST_HASHES, last - len(hashes))
        asked = HashesQuestion(after=len(hashes), limit=limit)
        try:
            subject, body = asked_within(owner, "hashes"), asked.model_dump_json().encode()
            said = await bus.request(subject, body, timeout=_ANSWER_SECONDS)
            answer = HashesAnswer.model_validate_json(said.data)
        except (NatsError, TimeoutError, ValidationError):
            return None
        read(len(answer.hashes))
        hashes += answer.hashes
        if len(answer.hashes) < limit:
            return hashes
    return hashes


async def own_hashes(pool: Pool, last: int, read: Progress) -> list[str]:
    """Of this service's own log."""
    hashes: list[str] = []
    while len(hashes) < last:
        async with pool.acquire() as connection:
            found = await read_after(connection, len(hashes), min(MOST_HASHES, last - len(hashes)))
        if not found:
            return hashes
        read(len(found))
        hashes += [event_hash(each.raw) for each in found]
    return hashes
