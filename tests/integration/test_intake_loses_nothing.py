"""Every message of INTAKE reaches the handler, in order, also when something between them loses some."""

import asyncio
import time
from collections.abc import Sequence
from random import Random

from nats.aio.msg import Msg

from shared.bus.pull import Pull
from shared.intake.stream import read_intake
from tests.buses import TestBus

MESSAGES = 400


class Slow:
    """A handler in a busy process, which misses its deadlines."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self._random = Random(1)

    async def take(self, messages: Sequence[Msg]) -> None:
        await asyncio.sleep(self._random.random() * 0.01)
        time.sleep(self._random.random() * 0.03)  # noqa: ASYNC251 - that is what being busy means
        self.taken.extend(message.metadata.sequence.stream for message in messages)
        await messages[-1].ack()


async def publish_and_wait(bus: TestBus, handler: Slow) -> None:
    reading = asyncio.create_task(read_intake(await bus.connect("hazards"), "hazards", handler, lambda: None))
    rng = Random(2)
    publisher = (await bus.connect("paicha")).jetstream()
    for _ in range(MESSAGES):
        await publisher.publish("intake.paicha.hazard.found", b"{}", timeout=20)
        await asyncio.sleep(rng.choice((0, 0.01, 0.029, 0.03, 0.031)))
    for _ in range(200):
        if len(set(handler.taken)) >= MESSAGES:
            break
        await asyncio.sleep(0.05)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def test_messages_that_come_at_awkward_moments(bus: TestBus) -> None:
    handler = Slow()
    await publish_and_wait(bus, handler)
    assert handler.taken == list(range(1, MESSAGES + 1))


async def test_a_message_that_got_lost_comes_again_in_order(bus: TestBus, monkeypatch) -> None:
    """The acknowledgement of a later message would take it along: so nothing after it is handled."""
    rng, real = Random(3), Pull.received

    async def received(pull: Pull, message: Msg) -> None:
        if message.headers is None and rng.random() < 0.03:
            return
        await real(pull, message)

    monkeypatch.setattr(Pull, "received", received)
    handler = Slow()
    await publish_and_wait(bus, handler)
    assert handler.taken == list(range(1, MESSAGES + 1))
