"""`python -m benchmarks [--quick]`: measures everything and prints one table.

`--quick` does little of each, to see that it works; no figure ever makes it fail.
"""

import asyncio
import logging
import sys
import time
from contextlib import AsyncExitStack

import structlog

from benchmarks import limits, peers, relay
from benchmarks.append import Results, measure_appends
from benchmarks.hidden_row import Verdict, read_whole
from benchmarks.machine import described
from benchmarks.report import NOTES, Everything, Limits, lines
from benchmarks.servers import Servers, empty_database, have_written, hazards_database, servers
from benchmarks.side import Side
from benchmarks.table import markdown
from benchmarks.whole_path.run import measure_whole_path
from benchmarks.workload import FULL, QUICK, Amounts

_STARTED = time.monotonic()


def say(what: str) -> None:
    print(f"[{time.monotonic() - _STARTED:4.0f} s] {what}", file=sys.stderr, flush=True)


async def sides(servers: Servers, stack: AsyncExitStack) -> list[tuple[Side, str]]:
    """Each on a database of its own, with its owner's DSN; they end with the stack."""
    own = await stack.enter_async_context(hazards_database(servers))
    databases = [await stack.enter_async_context(empty_database(servers)) for _ in range(3)]
    locking, by_function, emmett = (database.owner_dsn for database in databases)
    made = [
        (peers.ours(own.dsn), own.owner_dsn),
        (peers.eventsourcing(locking), locking),
        (peers.eventsourcing(by_function, by_function=True), by_function),
        (peers.emmett(emmett), emmett),
    ]
    return [(stack.enter_context(side), dsn) for side, dsn in made]


async def appends(servers: Servers, amounts: Amounts) -> Results:
    async with AsyncExitStack() as stack:
        return measure_appends([side for side, _ in await sides(servers, stack)], amounts, say)


async def hidden_rows(servers: Servers) -> dict[str, Verdict]:
    async with AsyncExitStack() as stack:
        verdicts = {}
        for side, dsn in await sides(servers, stack):
            say(f"hidden rows: {side.name}")
            verdicts[side.name] = await read_whole(side, dsn)
        return verdicts


async def measured(amounts: Amounts) -> tuple[Everything, list[str]]:
    with servers() as own:
        machine = described(await limits.fsync_mode(own))
        await have_written(own)
        say("limits")
        bare = Limits(
            await limits.copy_rate(own, amounts.copied), await limits.publish_rate(own, amounts.published)
        )
        appended, hidden = await appends(own, amounts), await hidden_rows(own)
        say("relay")
        relayed = await relay.measure(own.postgres, own.nats_url, amounts.relayed)
    whole_path = await measure_whole_path(amounts, say)
    return Everything(appended, hidden, relayed, whole_path, bare), machine


def main() -> None:
    amounts = QUICK if "--quick" in sys.argv[1:] else FULL
    peers.install()
    # What the measured parts tell their operators is not part of the table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    everything, machine = asyncio.run(measured(amounts))
    say("done")
    print("\n".join([markdown(lines(everything)), "", *NOTES, *machine]))


if __name__ == "__main__":
    main()
