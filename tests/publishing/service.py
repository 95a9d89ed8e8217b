"""A service as the publisher sees it: takes intake in order, answers each fact with a receipt."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
from nats import errors

from shared.bus.streams import INTAKE
from tests.buses import TestBus

Answer = Callable[[int, dict[str, Any]], str | None]
"""From how often a fact came, and the fact: the outcome, or None for a receipt that gets lost."""


@dataclass
class Answering:
    answer: Answer
    heard: list[str] = field(default_factory=list)
    """The ids in the order they came."""

    async def run(self, bus: TestBus) -> None:
        client = await bus.connect("hazards")
        intake = await client.jetstream().pull_subscribe_bind(consumer="hazards", stream=INTAKE)
        while True:
            with suppress(errors.Error, TimeoutError):
                for message in await intake.fetch(500, timeout=0.2):
                    await message.ack()
                    await self._take(client, message.data)

    async def _take(self, client: Any, raw: bytes) -> None:
        fact = orjson.loads(raw)
        self.heard.append(fact["id"])
        outcome = self.answer(self.heard.count(fact["id"]), fact)
        if outcome is not None:
            body = {"source": fact["source"], "id": fact["id"], "outcome": outcome, "events": []}
            await client.publish("receipts.paicha", orjson.dumps(body))


@asynccontextmanager
async def answering(bus: TestBus, answer: Answer) -> AsyncIterator[Answering]:
    service = Answering(answer)
    task = asyncio.create_task(service.run(bus))
    try:
        yield service
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
