"""Once: derive up to where the live rows are, put those aside, go on to just there, count, compare."""

from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from nats.aio.client import Client

from services.reporting.read_model import FIGURES
from services.reporting.shadow.comparing import compare
from services.reporting.shadow.counting import count_all
from services.reporting.shadow.deriving import Deriving
from services.reporting.shadow.line import Rebuilt
from services.reporting.shadow.live_rows import live_positions, put_live_aside
from services.reporting.shadow.scratch import Scratch
from shared.clock import Clock


class LiveWentBack(Exception):
    """The live rows are at earlier positions than before: another generation answers. Begin again."""


async def derive_and_compare(
    connection: "asyncpg.Connection[Any]", bus: Client, folder: Path | None, clock: Clock
) -> Rebuilt:
    """Raises what keeps it from being done now: `Rejected`, `AnotherVersion`, `LiveWentBack`, TimeoutError,
    and what reading raises. Nothing is left of it then."""
    began = clock.now()
    with closing(Scratch(folder)) as scratch:
        deriving = Deriving(bus, scratch)
        await deriving.derive(await live_positions(connection))
        positions = await put_live_aside(connection, scratch)
        if any(deriving.position(log) > position for log, position in positions.items()):
            raise LiveWentBack
        await deriving.derive(positions)
        compared = await compare(scratch, await count_all(scratch))
    return Rebuilt(deriving.reached, FIGURES.version, compared, began, clock.now())
