"""What runs until it is cancelled ends when it is cancelled, at whatever moment that comes."""

import asyncio

from shared.bus.cancellation import heed_cancellation, until_ended
from shared.clock import Clock
from shared.relay.relay import Relay
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import PATIENCE, service_bus


async def test_a_dropped_cancellation_is_heeded() -> None:
    """Python before 3.12 drops it in `wait_for` when the result comes in the same moment."""
    answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def ask_for_ever() -> None:
        while True:
            heed_cancellation()
            await asyncio.wait_for(asyncio.shield(answer), PATIENCE)
            await asyncio.sleep(0)

    task = asyncio.create_task(ask_for_ever())
    await asyncio.sleep(0.01)
    answer.set_result(None)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=PATIENCE)
    assert done == {task}


async def test_what_serves_heeds_what_was_dropped_while_it_started() -> None:
    started: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def serve() -> None:
        await asyncio.wait_for(asyncio.shield(started), PATIENCE)
        await until_ended()

    task = asyncio.create_task(serve())
    await asyncio.sleep(0.01)
    started.set_result(None)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=PATIENCE)
    assert done == {task}


async def test_a_relay_ends_at_any_moment(log: TestLog, bus: TestBus) -> None:
    await write(await log.connect(), 1_500)
    async with service_bus(bus.url) as own:
        for milliseconds in range(0, 120, 2):
            task = asyncio.create_task(Relay(own, log.name, log.connect, Clock()).run())
            await asyncio.sleep(milliseconds / 1000)
            task.cancel()
            done, _ = await asyncio.wait([task], timeout=PATIENCE)
            assert done == {task}, f"cancelled after {milliseconds} ms it ran on"
