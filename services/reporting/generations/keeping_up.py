"""Applying the logs to one generation that does not answer, as they are applied to the one that does."""

import asyncio
from functools import partial

from nats.aio.client import Client

from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from services.reporting.reading.question import LOGS
from shared.event_log.connection import Pool
from shared.follower.follower import Follower
from shared.read_model.checkpointed import Checkpointed


async def keep_up(pool: Pool, bus: Client, generation: str, reader: str) -> None:
    """Until cancelled."""
    model = Checkpointed(pool, FIGURES, generation)
    projection = Projection(model)
    followers = [
        Follower(
            bus,
            log,
            partial(model.checkpoint, log),
            projection.apply,
            reader,
            model.stop_at,
            f"{log} {generation}",
        )
        for log in LOGS
    ]
    async with asyncio.TaskGroup() as running:
        for follower in followers:
            running.create_task(follower.run())
