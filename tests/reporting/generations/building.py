"""Generations built of a story, beside a live one that its events were applied to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from nats.aio.client import Client

from services.reporting.generations.digests import digests
from services.reporting.generations.progress import Progress
from services.reporting.generations.rebuilding import Rebuild
from services.reporting.generations.source import Stream
from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.json_types import JsonObject
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.projection.applying import published
from tests.reporting.story import Story
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@asynccontextmanager
async def pools(database: TestDatabase) -> AsyncIterator[tuple[Pool, Pool]]:
    """As the service, and as what rebuilds."""
    async with (
        asyncpg.create_pool(database.dsn, min_size=1, max_size=4) as own,
        asyncpg.create_pool(database.rebuild_dsn, min_size=1, max_size=6) as rebuilding,
    ):
        await Checkpointed(own, FIGURES).prepare()
        yield own, rebuilding


async def publish(bus: TestBus, story: Story) -> None:
    """What is new, in atomic order, as the relays would."""
    for log, events in story.logs.items():
        jetstream = (await _client(bus, log)).jetstream()
        known = (await jetstream.stream_info(log.upper())).state.messages
        for envelope in events[known:]:
            await jetstream.publish(envelope.subject, envelope.to_bytes())


async def _client(bus: TestBus, user: str) -> Client:
    """The same one for all that a test publishes."""
    known = (client for client in bus.clients if client.options["user"] == user and client.is_connected)
    return next(known, None) or await bus.connect(user)


async def apply(pool: Pool, story: Story, generation: str | None = None) -> None:
    """What the generation has not applied yet; the live one without a name."""
    model = Checkpointed(pool, FIGURES, generation)
    projection = Projection(model)
    for log in story.logs:
        if events := published(story, log, (await model.checkpoint(log)).position):
            await projection.apply(events)


async def rebuilt(bus: TestBus, pool: Pool, patience: float = 60) -> tuple[JsonObject, list[JsonObject]]:
    """What the comparison says, and what was told on the way."""
    told: list[JsonObject] = []
    client = await bus.connect("rebuild")
    rebuild = Rebuild(pool, client, Stream(client), Progress(told.append, patience), Clock())
    return await rebuild.run(), told


async def held(pool: Pool, generation: str) -> Any:
    """Everything in it, as a digest by table."""
    async with pool.acquire() as connection:
        return (await digests(connection, generation)).tables
