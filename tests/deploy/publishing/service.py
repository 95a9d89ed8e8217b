"""A service as the publisher sees it: takes intake in order, answers each fact with a receipt."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.intake.ways_in.consume import read_intake
from tests.support.buses import TestBus

Answer = Callable[[int, dict[str, Any]], str | None]
"""From how often a fact came, and the fact: the outcome, or None for a receipt that gets lost."""


@dataclass
class Answering:
    answer: Answer
    heard: list[str] = field(default_factory=list)
    """The ids in the order they came."""

    async def take(self, messages: Sequence[Msg]) -> None:
        for message in messages:
            await self._take(message._client, message.data)
        await messages[-1].ack()

    async def _take(self, client: Client, raw: bytes) -> None:
        fact = orjson.loads(raw)
        self.heard.append(fact["id"])
        outcome = self.answer(self.heard.count(fact["id"]), fact)
        if outcome is not None:
            body = {"source": fact["source"], "id": fact["id"], "outcome": outcome, "events": []}
            await client.publish("receipts.paicha", orjson.dumps(body))


@asynccontextmanager
async def answering(bus: TestBus, answer: Answer) -> AsyncIterator[Answering]:
    service = Answering(answer)
    task = asyncio.create_task(read_intake(await bus.connect("hazards"), "hazards", service, lambda: None))
    try:
        yield service
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
