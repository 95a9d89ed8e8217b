"""Every message of INTAKE reaches the handler, in order, also when something between them loses some."""

import asyncio
import time
from collections.abc import Sequence
from random import Random

from nats.aio.msg import Msg

from tests.support.buses import TestBus
from tests.support.losing import losing
from tests.support.reading_intake import Handler, publish, publisher_on, reading
from tests.support.relaying import eventually

MESSAGES = 400
PATIENCE = 120


class Busy(Handler):
    """In a busy process, which misses its deadlines."""

    def __init__(self, rng: Random) -> None:
        super().__init__()
        self._rng = rng

    async def take(self, messages: Sequence[Msg]) -> None:
        await asyncio.sleep(self._rng.random() * 0.01)
        time.sleep(self._rng.random() * 0.03)  # noqa: ASYNC251 - that is what being busy means
        await super().take(messages)


async def taken_of(bus: TestBus, seed: int) -> list[int]:
    """All that a busy handler took, once the last message has reached it."""
    handler, rng = Busy(Random(f"{seed}-handler")), Random(f"{seed}-publisher")
    publisher = await publisher_on(bus)
    async with reading(bus, handler):
        for _ in range(MESSAGES):
            await publish(publisher, 1)
            await asyncio.sleep(rng.choice((0, 0.01, 0.029, 0.03, 0.031)))
        await eventually(lambda: MESSAGES in handler.taken, PATIENCE)
    return handler.taken


async def test_messages_that_come_at_awkward_moments(bus: TestBus, seed: int) -> None:
    assert await taken_of(bus, seed) == list(range(1, MESSAGES + 1))


async def test_a_message_that_got_lost_comes_again_in_order(bus: TestBus, seed: int, monkeypatch) -> None:
    """The acknowledgement of a later message would take it along: so nothing after it is handled."""
    rng = Random(f"{seed}-losses")
    losing(monkeypatch, lambda _: rng.random() < 0.03)
    # An acknowledgement may be late, and then what it was for comes a second time.
    assert list(dict.fromkeys(await taken_of(bus, seed))) == list(range(1, MESSAGES + 1))
