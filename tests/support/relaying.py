"""A relay at work in a test, and looking at what came of it."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.connect import connected
from shared.clock import Clock
from shared.event_log.read import read_after
from shared.relay.compare import Verdict
from shared.relay.relay import Relay
from shared.relay.stored_bytes import read_stored
from tests.support.logs import TestLog
from tests.support.servers import PASSWORD

PATIENCE = 120
"""Seconds that only a failure takes: the machine may be busy with something else."""


def never() -> None:
    """A test's connection that is closed stops no process."""


@asynccontextmanager
async def service_bus(url: str, user: str = "hazards") -> AsyncIterator[Client]:
    """As a service connects: it outlives a restart of the server."""
    async with connected(url, user, PASSWORD, on_closed=never) as bus:
        yield bus


@asynccontextmanager
async def running_relay(log: TestLog, bus: Client) -> AsyncIterator[Relay]:
    relay = Relay(bus, log.name, log.connect, Clock())
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def eventually(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Fails with the condition, and with what it looked at as that stood in the end."""
    deadline = asyncio.get_running_loop().time() + patience
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            looked_at = inspect.getclosurevars(condition).nonlocals
            raise AssertionError(f"not in {patience} s: {inspect.getsource(condition).strip()}\n{looked_at}")
        await asyncio.sleep(0.02)


async def equal_again(relay: Relay, patience: float = PATIENCE) -> None:
    """Until a comparison made now finds log and stream equal; a stream being made anew answers nobody."""
    connection = await relay.connect()
    try:
        async with asyncio.timeout(patience):
            while True:
                with suppress(NatsError, OSError, TimeoutError):
                    if (await relay.watch.compare(connection)).verdict is Verdict.EQUAL:
                        return
                await asyncio.sleep(0.05)
    finally:
        connection.terminate()


async def assert_same_bytes(log: TestLog, bus: Client) -> int:
    """Every event of the log stands in the stream at its position, byte for byte. Returns how many."""
    connection = await log.connect()
    position = 0
    while rows := await read_after(connection, position, 500):
        assert [row.position for row in rows] == list(range(position + 1, position + 1 + len(rows)))
        stored = await read_stored(bus, log.name, position + 1)
        assert stored[: len(rows)] == [row.raw for row in rows]
        position = rows[-1].position
    return position
