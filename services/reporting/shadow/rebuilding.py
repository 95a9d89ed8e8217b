"""One shadow rebuild: a fresh fold of what the streams hand out, and when it began and ended."""

from pathlib import Path
from typing import Any

import asyncpg
from nats.aio.client import Client

from services.reporting.fresh_fold.folding import derive_and_compare
from services.reporting.read_model import FIGURES
from services.reporting.shadow.following import Following
from services.reporting.shadow.line import Rebuilt
from shared.clock import Clock


async def rebuilt(
    connection: "asyncpg.Connection[Any]", bus: Client, folder: Path | None, clock: Clock
) -> Rebuilt:
    """Raises as `derive_and_compare` and `Following.upto`."""
    began = clock.now()
    done = await derive_and_compare(connection, Following(bus).upto, folder)
    return Rebuilt(done.reached, FIGURES.version, done.compared, began, clock.now())
