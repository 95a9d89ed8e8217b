"""The parts of a run: each by itself, in any order, so that a run can be gone on with."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import limits
from benchmarks.append import Progress, measure_appends
from benchmarks.bulk import measure_bulk
from benchmarks.compared import compared_sides, ours_alone
from benchmarks.hidden_row import read_whole
from benchmarks.meter import Meter
from benchmarks.relay import measure_relay
from benchmarks.servers import Servers
from benchmarks.stored.run import measure_stored
from benchmarks.whole_path.run import measure_whole_path
from benchmarks.workload import Amounts


@dataclass(frozen=True, slots=True)
class Run:
    servers: Servers
    debian: str | None
    """The superuser's DSN of Debian's own Postgres, where there is one and a part wants it."""
    amounts: Amounts
    say: Progress
    meter: Meter


async def _limits(run: Run) -> Any:
    return {
        "copied": await limits.copy_rate(run.servers, run.amounts.copied),
        "published": await limits.publish_rate(run.servers, run.amounts.published),
    }


async def _append(run: Run) -> Any:
    async with AsyncExitStack() as stack:
        sides = await compared_sides(run.servers.postgres, run.debian, stack)
        return measure_appends([side for side, _ in sides], run.amounts, run.say)


async def _hidden_rows(run: Run) -> Any:
    async with AsyncExitStack() as stack:
        verdicts = {}
        for side, dsn in await compared_sides(run.servers.postgres, run.debian, stack):
            run.say(f"hidden rows: {side.name}")
            verdicts[side.name] = asdict(await read_whole(side, dsn))
        return verdicts


async def _bulk(run: Run) -> Any:
    run.say("bulk append")
    async with AsyncExitStack() as stack:
        side, owner_dsn = await ours_alone(run.servers.postgres, stack)
        return await measure_bulk(side, owner_dsn, run.servers, run.meter, run.amounts.bulk_streams)


async def _relay(run: Run) -> Any:
    run.say("relay")
    return await measure_relay(run.servers, run.meter, run.amounts.relayed)


async def _stored(run: Run) -> Any:
    return await measure_stored(run.servers, run.meter, run.amounts, run.say)


async def _whole_path(run: Run) -> Any:
    return await measure_whole_path(run.meter, run.amounts, run.say)


PARTS: dict[str, Callable[[Run], Awaitable[Any]]] = {
    "limits": _limits,
    "append": _append,
    "hidden_rows": _hidden_rows,
    "bulk": _bulk,
    "relay": _relay,
    "stored": _stored,
    "whole_path": _whole_path,
}
WITH_PEERS = frozenset({"append", "hidden_rows"})
