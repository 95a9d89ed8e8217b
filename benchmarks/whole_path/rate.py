"""A simulated campaign through the whole path: facts a second until the last one is counted."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from benchmarks.whole_path.seen import NotSeen, Seen
from deploy.publishing.batch import in_batches, publish_batch
from deploy.publishing.line import BadLine, Line, read_lines
from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate

_OUTSTANDING = 256
"""Single publishes that may be unacknowledged at once; in order all the same."""


def campaign(seed: int, facts: int) -> list[Line]:
    """About so many, whole campaign by its own proportions."""
    hazards = max(facts // 6, 20)
    plan = Plan(seed, units=max(hazards // 8, 10), hazards=hazards)
    return [line for line in read_lines(simulate(read_town(), plan)) if not isinstance(line, BadLine)]


async def batched_rate(bus: Client, publisher: str, lines: list[Line], seen: Seen) -> float:
    async with _all_accepted(bus, publisher, lines):
        before, started = await seen.positions(), time.perf_counter()
        for batch in in_batches(lines):
            await publish_batch(bus, publisher, batch)
        return len(lines) / (await seen.until(before + len(lines)) - started)


async def single_rate(bus: Client, publisher: str, lines: list[Line], seen: Seen) -> float:
    stream, free = bus.jetstream(), asyncio.Semaphore(_OUTSTANDING)

    async def publish(line: Line) -> None:
        try:
            await stream.publish(f"intake.{publisher}.{line.type}", line.raw)
        finally:
            free.release()

    async with _all_accepted(bus, publisher, lines), asyncio.TaskGroup() as publishing:
        before, started = await seen.positions(), time.perf_counter()
        for line in lines:
            await free.acquire()
            publishing.create_task(publish(line))
        return len(lines) / (await seen.until(before + len(lines)) - started)


@asynccontextmanager
async def _all_accepted(bus: Client, publisher: str, lines: list[Line]) -> AsyncIterator[None]:
    """Every fact has its receipt in the end, and none is refused."""
    missing = {tuple(line.key) for line in lines}
    refused: list[str] = []

    async def take(message: Msg) -> None:
        receipt = orjson.loads(message.data)
        if receipt["outcome"] == "rejected":
            refused.append(str(receipt))
        if receipt["outcome"] != "waiting":
            missing.discard((receipt["source"], receipt["id"]))

    subscription = await bus.subscribe(f"receipts.{publisher}", cb=take)
    await bus.flush()
    yield
    for _ in _patience():
        if not missing:
            break
        await asyncio.sleep(0.05)
    await subscription.unsubscribe()
    if refused or missing:
        raise NotSeen(f"{len(missing)} facts have no receipt, {len(refused)} were refused: {refused[:3]}")


def _patience() -> Iterator[int]:
    return iter(range(200))
