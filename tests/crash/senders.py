"""All who send at the same time: a publisher on the bus, and over HTTP one program for each service."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

import httpx

from deploy.embedded.folder import DataFolder
from deploy.embedded.publishers import OWN
from deploy.embedded.running import running_address
from shared.bus.connect import connected
from tests.crash.bus_sender import BusSender
from tests.crash.flow import Flow
from tests.crash.http_sender import HttpSender
from tests.e2e.deployment import PATIENCE, Account, Deployment


@dataclass
class Senders:
    flow: Flow
    each: list[BusSender | HttpSender]
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    @property
    def in_flight(self) -> int:
        """Facts that were sent and have no final receipt."""
        return sum(len(sender.outstanding) for sender in self.each)

    @property
    def answered(self) -> int:
        """Receipts so far, of every kind."""
        return sum(sender.outstanding.answered for sender in self.each)

    def look(self) -> None:
        """Fails when a sender ended, or was refused a fact that is acceptable."""
        for task in self.tasks:
            if task.done():
                task.result()
        refused = [each for sender in self.each for each in sender.outstanding.refused]
        assert refused == [], refused[:5]

    async def finish(self, patience: float = PATIENCE) -> None:
        """Send this wave to its end, until every fact has its final receipt."""
        self.flow.ending = True
        deadline = time.monotonic() + patience
        while self.in_flight or not self.flow.handed_out:
            self.look()
            left = [(len(sender.outstanding), list(sender.outstanding.facts)[:3]) for sender in self.each]
            assert time.monotonic() < deadline, f"without receipt: {left}"
            await asyncio.sleep(0.05)

    def go_on(self) -> None:
        self.flow.ending = False


@asynccontextmanager
async def sending(deployment: Deployment, office: Account, flow: Flow, rng: Random) -> AsyncIterator[Senders]:
    folder = DataFolder(deployment.data)
    password = folder.secret("publishers", OWN)
    async with (
        connected(running_address(folder).nats_url, OWN, password, on_closed=lambda: None) as bus,
        httpx.AsyncClient(base_url=deployment.url, headers=office.client.headers, timeout=20) as client,
    ):
        each = [
            BusSender(bus, OWN, flow, Random(rng.random())),
            HttpSender(client, "registry", flow, Random(rng.random())),
            HttpSender(client, "hazards", flow, Random(rng.random())),
        ]
        senders = Senders(flow, each, [asyncio.create_task(sender.run()) for sender in each])
        try:
            yield senders
        finally:
            for task in senders.tasks:
                task.cancel()
            await asyncio.gather(*senders.tasks, return_exceptions=True)
