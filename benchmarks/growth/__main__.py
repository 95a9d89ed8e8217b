"""`python -m benchmarks.growth [LOG-EVENTS [TOWN-FACTS]]`: from 10,000 up to so many, tenfold each time.

Takes a quarter of an hour for 10 million events and a million facts, and 15 GB of disk; nothing stays behind.
"""

import asyncio
import logging
import sys
import time

import structlog

from benchmarks.growth.log import LogOfSize, measure_log
from benchmarks.growth.town import TownOfSize, measure_town
from benchmarks.limits import fsync_mode
from benchmarks.machine import described
from benchmarks.servers import servers

_SMALLEST, _LOG, _TOWN = 10_000, 10_000_000, 1_000_000
_STARTED = time.monotonic()


def say(what: str) -> None:
    print(f"[{time.monotonic() - _STARTED:5.0f} s] {what}", file=sys.stderr, flush=True)


def sizes(largest: int) -> list[int]:
    grown = [_SMALLEST]
    while grown[-1] * 10 <= largest:
        grown.append(grown[-1] * 10)
    return grown


async def log_table(largest: int) -> list[str]:
    with servers() as own:
        measured = await measure_log(own, sizes(largest), say)
        return [*map(_log_line, measured), "", *described(await fsync_mode(own)), ""]


def _log_line(log: LogOfSize) -> str:
    return (
        f"| {log.events:,} | {log.filled:,.0f}/s | {log.alone_ms:.1f} ms | {log.new:,.0f}/s "
        f"| {log.first_touch:,.0f}/s | {log.read:,.0f}/s | {log.bytes_an_event:,.0f} |"
    )


def _town_line(town: TownOfSize) -> str:
    latency = f"{town.latency.p50_ms:.0f} / {town.latency.p99_ms:.0f} ms"
    return (
        f"| {town.facts:,} | {town.batched:,.0f}/s | {latency} "
        f"| {town.kept_form_ms:.0f} ms | {town.recount_ms:,.0f} ms |"
    )


def main() -> None:
    wanted = [int(argument) for argument in sys.argv[1:]]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    log = asyncio.run(log_table(wanted[0] if wanted else _LOG))
    town = asyncio.run(measure_town(sizes(wanted[1] if len(wanted) > 1 else _TOWN), say))
    print("| events | filled | alone, p50 | 32, new | 32, first touch | read | bytes an event |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(log))
    print("| facts | batched | ack → visible | form | form at another cut-off |")
    print("| --- | --- | --- | --- | --- |")
    print("\n".join(map(_town_line, town)))


if __name__ == "__main__":
    main()
