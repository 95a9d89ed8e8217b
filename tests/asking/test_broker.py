"""FastStream on a connection of ours: it takes the connection as it is, and leaves it so."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from faststream.exceptions import IncorrectState
from nats.aio.client import Client
from nats.errors import NoRespondersError

from shared.asking.messages import PositionsQuestion
from shared.bus.broker import ServiceBroker
from shared.bus.connect import connected
from shared.bus.questions import asked_within
from shared.bus.sent import sent
from tests.asking.conftest import overruns
from tests.support.buses import TestBus
from tests.support.servers import PASSWORD
from tests.support.services import PATIENCE_SECONDS

SUBJECT = asked_within("registry", "receipt")


@pytest.fixture
async def registry(bus: TestBus) -> AsyncIterator[Client]:
    async with connected(bus.url, "registry", PASSWORD) as client:
        yield client


def echoing(**options: Any) -> ServiceBroker:
    broker = ServiceBroker()

    @broker.subscriber(SUBJECT, **options)
    async def echo(question: PositionsQuestion) -> str:
        return f"heard {question}"

    return broker


async def test_the_connection_outlives_the_broker(bus: TestBus, registry: Client) -> None:
    hazards = await bus.connect("hazards")
    for _ in range(2):
        broker = echoing()
        assert await broker.ready() == "is not started"
        async with broker.started_on(registry):
            assert await broker.ready() is None
            await sent(registry)
            assert (await hazards.request(SUBJECT, b"{}", timeout=PATIENCE_SECONDS)).data.startswith(b"heard")
        assert await broker.ready() == "is not started"
        await sent(registry)
        with pytest.raises(NoRespondersError):
            await hazards.request(SUBJECT, b"{}", timeout=PATIENCE_SECONDS)
    assert registry.is_connected


async def test_it_stops_though_a_subscription_has_ended(bus: TestBus, registry: Client) -> None:
    before, hazards = overruns(), await bus.connect("hazards")
    async with echoing(pending_msgs_limit=1).started_on(registry):
        while overruns() == before:
            for _ in range(20):
                await hazards.publish(SUBJECT, b"{}")
            await sent(hazards)
    assert registry.is_connected


async def test_it_opens_no_connection() -> None:
    with pytest.raises(IncorrectState):
        await ServiceBroker().start()
