"""registry and hazards on a bus of the test's own, which may be killed, and publishers that ask over it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from nats.errors import NoRespondersError

from shared.metrics import REGISTRY
from shared.settings import Settings
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.servers import Running
from tests.support.services import PATIENCE_SECONDS, TOWNSHIP, fact, running, settings_for, until

PUBLISHERS = {
    "paicha": {"township": TOWNSHIP, "role": "safety_office"},
    "district": {"township": TOWNSHIP, "role": "safety_office"},
}


def overruns() -> float:
    """Subscriptions of this process that were ended because messages came too fast."""
    return REGISTRY.get_sample_value("paicha_bus_overruns_total") or 0


@dataclass
class Publisher:
    name: str
    client: Client

    async def ask(self, kind: str, question: Any = b"") -> dict[str, Any]:
        """The answer to a question, given as an object or as bytes."""
        body = question if isinstance(question, bytes) else json.dumps(question).encode()
        answer = await self.client.request(f"ask.{self.name}.{kind}", body, timeout=PATIENCE_SECONDS)
        return dict(json.loads(answer.data))

    async def is_heard(self) -> bool:
        try:
            await self.client.request(f"ask.{self.name}.receipt", timeout=1)
        except (NoRespondersError, TimeoutError):
            return False
        return True

    async def learn(self, kind: str, question: Any = b"") -> dict[str, Any]:
        """The answer once it is not "try again": on a busy machine one service may be late for the other."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (answer := await self.ask(kind, question)).get("code") == "not_ready":
                await asyncio.sleep(0.05)
        return answer

    async def receipt(self, number: str) -> dict[str, Any]:
        return await self.learn("receipt", {"source": "/test", "id": number})

    async def told(self, number: str) -> str:
        """The code where there is one, else the outcome."""
        answer = await self.receipt(number)
        return str(answer.get("code") or answer["outcome"])

    async def send(self, number: str, type_name: str, data: dict[str, Any]) -> None:
        body = json.dumps(fact(number, type_name, data)).encode()
        await self.client.jetstream(timeout=30).publish(f"intake.{self.name}.{type_name}", body)

    async def becomes(self, number: str, outcome: str) -> None:
        async def has_become() -> bool:
            return await self.told(number) == outcome

        await until(has_become)


@dataclass
class Town:
    bus: TestBus
    server: Running
    settings: dict[str, Settings]
    databases: dict[str, TestDatabase]
    folder: Path
    stack: AsyncExitStack

    async def start(self, *services: str) -> AsyncExitStack:
        """Closing what is returned stops them."""
        started = await self.stack.enter_async_context(AsyncExitStack())
        for service in services:
            await started.enter_async_context(running(service, self.settings[service]))
        return started

    def list(self, publishers: dict[str, Any]) -> None:
        (self.folder / "publishers.json").write_text(json.dumps(publishers))

    async def publisher(self, name: str = "paicha") -> Publisher:
        """Whose questions are heard already."""
        publisher = Publisher(name, await self.bus.connect(name))
        await until(publisher.is_heard)
        return publisher


@pytest.fixture
async def town(
    tmp_path: Path,
    own_bus: TestBus,
    own_nats_server: Running,
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> AsyncIterator[Town]:
    Issuer(tmp_path)
    databases = {service: await service_database(service) for service in ("registry", "hazards")}
    settings = {
        service: settings_for(service, database, own_bus, tmp_path) for service, database in databases.items()
    }
    async with AsyncExitStack() as stack:
        town = Town(own_bus, own_nats_server, settings, databases, tmp_path, stack)
        town.list(PUBLISHERS)
        yield town
