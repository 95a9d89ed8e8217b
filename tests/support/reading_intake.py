"""INTAKE read as a service reads it, by a handler that says what it was handed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from nats.aio.msg import Msg
from nats.js import JetStreamContext

from shared.intake.ways_in.consume import read_intake
from tests.support.buses import TestBus


class Handler:
    def __init__(self) -> None:
        self.taken: list[int] = []
        """Positions in INTAKE."""
        self.free = asyncio.Event()
        self.free.set()

    async def take(self, messages: Sequence[Msg]) -> None:
        await self.free.wait()
        self.taken.extend(message.metadata.sequence.stream for message in messages)
        await messages[-1].ack()


async def publisher_on(bus: TestBus) -> JetStreamContext:
    return (await bus.connect("paicha")).jetstream(timeout=30)


@asynccontextmanager
async def reading(bus: TestBus, handler: Handler) -> AsyncIterator[None]:
    task = asyncio.create_task(read_intake(await bus.connect("hazards"), "hazards", handler, lambda: None))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def publish(publisher: JetStreamContext, count: int) -> None:
    for _ in range(count):
        await publisher.publish("intake.paicha.hazard.found", b"{}", timeout=20)
