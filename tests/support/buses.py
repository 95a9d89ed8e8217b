"""The bus of a test: the real users and rules, streams made anew."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nats
from nats.aio.client import Client
from nats.js.errors import NotFoundError, ServerError

from shared.bus.connect import inbox_prefix
from shared.bus.jetstream import DELIVERIES, INTAKE, LOGS, SENT, jetstream_of
from shared.bus.provision import provision
from shared.bus.users import PROVISIONER
from tests.support.servers import PASSWORD


@dataclass(slots=True)
class TestBus:
    __test__ = False

    url: str
    password: str = PASSWORD
    """The same for every user."""
    clients: list[Client] = field(default_factory=list)

    async def connect(self, user: str) -> Client:
        """Closed at the end of the test."""
        client = await nats.connect(
            self.url, user=user, password=PASSWORD, inbox_prefix=inbox_prefix(user), connect_timeout=30
        )
        self.clients.append(client)
        return client

    async def fresh_streams(self) -> None:
        provisioner = await self.connect(PROVISIONER)
        jetstream = provisioner.jetstream(timeout=60)
        for stream in (*map(jetstream_of, LOGS), INTAKE, DELIVERIES, SENT):
            try:
                await jetstream.delete_stream(stream)
            except NotFoundError:
                continue
        await _provision(provisioner)

    async def close(self) -> None:
        for client in self.clients:
            await client.close()


@asynccontextmanager
async def fresh_bus(nats_url: str, of_all_workers: Path) -> AsyncIterator[TestBus]:
    """A given server is everybody's: one test at a time, over all workers, which share that folder."""
    bus = TestBus(nats_url)
    with (of_all_workers / "bus.lock").open("w") as lock:
        if "PAICHA_TEST_NATS" in os.environ:
            fcntl.flock(lock, fcntl.LOCK_EX)
        await bus.fresh_streams()
        yield bus
        await bus.close()


async def _provision(provisioner: Client, patience: float = 10) -> None:
    """The server clears a deleted stream away afterwards, and refuses its name while it does."""
    deadline = time.monotonic() + patience
    while True:
        try:
            await provision(provisioner, {})
        except ServerError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            return
