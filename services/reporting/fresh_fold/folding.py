"""Once: derive up to where the live rows are, put those aside, go on to just there, count, compare."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

from services.reporting.fresh_fold.comparing import Compared, compare
from services.reporting.fresh_fold.counting import count_all
from services.reporting.fresh_fold.deriving import Deriving
from services.reporting.fresh_fold.kept import CHECKS
from services.reporting.fresh_fold.live_rows import live_positions, put_live_aside
from services.reporting.fresh_fold.scratch import Scratch
from shared.read_model.checkpoint import Checkpoint

Follow: TypeAlias = Callable[[Deriving, Mapping[str, int]], Awaitable[None]]
"""Lets it take the events of each log up to these positions, from wherever it reads them."""


class LiveWentBack(Exception):
    """The live rows are at earlier positions than before: another generation answers. Begin again."""


@dataclass(frozen=True, slots=True)
class FreshFold:
    reached: Mapping[str, Checkpoint]
    compared: Compared


async def derive_and_compare(
    connection: "asyncpg.Connection[Any]",
    follow: Follow,
    folder: Path | None = None,
    checks: Collection[str] = CHECKS,
) -> FreshFold:
    """Raises what keeps it from being done now: `NotWhole`, `AnotherVersion`, `LiveWentBack`, and what
    following raises. Nothing is left of it then."""
    with closing(Scratch(folder)) as scratch:
        deriving = Deriving(scratch)
        await follow(deriving, await live_positions(connection))
        positions = await put_live_aside(connection, scratch)
        if any(deriving.position(log) > position for log, position in positions.items()):
            raise LiveWentBack
        await follow(deriving, positions)
        compared = await compare(scratch, await count_all(scratch), checks)
    return FreshFold(deriving.reached, compared)
