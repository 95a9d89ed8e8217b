"""Where a generation is built from: the events of a log between two positions, in order, none left out."""

from collections.abc import AsyncIterator
from typing import Protocol

from nats.aio.client import Client

from shared.events.envelope import Envelope
from shared.follower.consumer import pulling_log
from shared.read_model.checkpoint import Published


class Source(Protocol):
    """What can't be read just now is raised, and asked for again from the checkpoint on."""

    def events(self, log: str, first: int, last: int) -> AsyncIterator[list[Published]]: ...


class Stream:
    """The log's stream on the bus."""

    def __init__(self, bus: Client) -> None:
        self._bus = bus

    async def events(self, log: str, first: int, last: int) -> AsyncIterator[list[Published]]:
        position = first - 1
        async with pulling_log(self._bus, log, "rebuild", first) as pull:
            while position < last:
                messages = (await pull.next_messages())[: last - position]
                position += len(messages)
                yield [Published(Envelope.from_bytes(each.data), each.data) for each in messages]
