"""Generations built of a story, beside a live one that its events were applied to."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest
from nats.aio.client import Client

from services.reporting.generations.digests import digests
from services.reporting.generations.process import alone
from services.reporting.generations.progress import Progress
from services.reporting.generations.rebuilding import Rebuild
from services.reporting.generations.source import Source
from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from shared.archive import parquet
from shared.bus.users import REBUILD
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.json_types import JsonObject
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.projection.applying import published
from tests.reporting.story import Story
from tests.support.archives import write_archive
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.servers import PASSWORD

ROOT = Path(__file__).parents[3]


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
        jetstream = (await _client(bus, log)).jetstream(timeout=30)
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


async def rebuilt(
    bus: TestBus,
    pool: Pool,
    patience: float = 60,
    source: Source = Source(),  # noqa: B008 - nothing of it changes
    only_archived: bool = False,
) -> tuple[JsonObject, list[JsonObject]]:
    """What the comparison says, and what was told on the way."""
    told: list[JsonObject] = []
    client = await bus.connect("rebuild")
    progress = Progress(told.append, patience)
    rebuild = Rebuild(pool, client, source, only_archived, alone(pool, client), progress, Clock())
    return await rebuild.run(), told


def archived(folder: Path, story: Story, share: float = 1.0, at_once: int = 50) -> Path:
    """The first events of each log, in segments of four row groups."""
    for log in story.logs:
        raws = [each.raw for each in published(story, log)]
        raws = raws[: max(1, int(len(raws) * share))]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parquet, "GROUP_EVENTS", at_once)
            write_archive(folder / log, raws, range(4 * at_once, len(raws), 4 * at_once), at_once)
    return folder


def process(database: TestDatabase, bus: TestBus, *within: str, **more: str) -> "subprocess.Popen[bytes]":
    """What `paicha projection rebuild` starts."""
    told = {
        "DATABASE_HOST": database.host, "DATABASE_PORT": str(database.port), "DATABASE_NAME": database.name,
        "DATABASE_PASSWORD": PASSWORD, "NATS_URL": bus.url, "NATS_USER": REBUILD, "NATS_PASSWORD": PASSWORD,
        **more,
    }  # fmt: skip
    own = {name: value for name, value in os.environ.items() if not name.startswith("PAICHA_")}
    return subprocess.Popen(
        [*within, sys.executable, "-m", "services.reporting.generations"],
        env=own | {f"PAICHA_{name}": value for name, value in told.items()},
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )


async def ended(running: "subprocess.Popen[bytes]") -> tuple[int, JsonObject]:
    """Its exit code, and the last that it told."""
    said, _ = await asyncio.to_thread(running.communicate, timeout=300)
    last: JsonObject = orjson.loads(said.splitlines()[-1])
    return running.returncode, last


async def held(pool: Pool, generation: str) -> Any:
    """Everything in it, as a digest by table."""
    async with pool.acquire() as connection:
        return (await digests(connection, generation)).tables
