"""`python -m benchmarks.growth [LOG-EVENTS [TOWN-FACTS]]`: from 10,000 up to so many, tenfold each time.

Takes a quarter of an hour for 10 million events and a million facts, and 15 GB of disk; nothing stays behind
but the results. With sizes of one's own they are kept beside those of quick runs.
"""

import asyncio
import logging
import sys
import time
from dataclasses import asdict

import structlog

from benchmarks.growth.log import LogOfSize, measure_log
from benchmarks.growth.town import measure_town
from benchmarks.limits import fsync_mode
from benchmarks.machine import described
from benchmarks.report.growths import growth_tables
from benchmarks.results import Results
from benchmarks.servers import servers
from benchmarks.workload import FULL, QUICK

_SMALLEST, _LOG, _TOWN = 10_000, 10_000_000, 1_000_000
_STARTED = time.monotonic()


def say(what: str) -> None:
    print(f"[{time.monotonic() - _STARTED:5.0f} s] {what}", file=sys.stderr, flush=True)


def sizes(largest: int) -> list[int]:
    grown = [_SMALLEST]
    while grown[-1] * 10 <= largest:
        grown.append(grown[-1] * 10)
    return grown


async def log_of_sizes(largest: int) -> tuple[list[LogOfSize], list[str]]:
    """And the machine that it was measured on."""
    with servers() as own:
        machine = described(await fsync_mode(own.postgres))
        return await measure_log(own, sizes(largest), say), machine


def main() -> None:
    wanted = [int(argument) for argument in sys.argv[1:]]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    results = Results((QUICK if wanted else FULL).name)
    log, machine = asyncio.run(log_of_sizes(wanted[0] if wanted else _LOG))
    town = asyncio.run(measure_town(sizes(wanted[1] if len(wanted) > 1 else _TOWN), say))
    found = {"log": [asdict(each) for each in log], "town": [asdict(each) for each in town]}
    results.keep("growth", found, machine)
    print("\n".join(growth_tables(found)))


if __name__ == "__main__":
    main()
