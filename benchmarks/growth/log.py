"""Single-event commands on a log that holds more and more, through our side of the comparison."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import asyncpg

from benchmarks import peers
from benchmarks.payloads import payloads
from benchmarks.servers import Servers, hazards_database
from benchmarks.side import Side
from benchmarks.workload import LONGEST, SHORTEST, existing
from shared.event_log.read import read_after

_AT_ONCE = 5_000
"""Streams filled in by one request."""
_ALONE, _TOGETHER = 300, 6_400
"""Commands by one caller, and by 32."""
_READ, _READ_AT_ONCE = 50_000, 1_000
_TEXTS = payloads("256")


@dataclass(frozen=True, slots=True)
class LogOfSize:
    """At one size: events a second, milliseconds, bytes."""

    events: int
    filled: float
    alone_ms: float
    new: float
    first_touch: float
    read: float
    bytes_an_event: float


async def measure_log(servers: Servers, sizes: list[int], say: Callable[[str], None]) -> list[LogOfSize]:
    """Streams as long as a hazard's life; those touched are picked from all that the log holds."""
    async with hazards_database(servers.postgres) as database:
        owner = await asyncpg.connect(database.owner_dsn)
        streams = iter(existing(sizes[-1] // SHORTEST))
        with peers.ours(database.dsn) as side:
            return [await _measure(side, owner, streams, size, say) for size in sizes]


async def _measure(
    side: Side,
    owner: "asyncpg.Connection[Any]",
    streams: Iterator[tuple[str, int]],
    size: int,
    say: Callable[[str], None],
) -> LogOfSize:
    say(f"log: filling up to {size:,} events")
    filled = _fill(side, streams, size - await _held(owner))
    await owner.execute("vacuum analyze events")
    alone = [f"new-{size}-{n}" for n in range(_ALONE)]
    new = [f"new-{size}-{n}" for n in range(_ALONE, _ALONE + _TOGETHER)]
    streams_held = size // LONGEST
    old = [f"e-{n}" for n in random.Random(size).sample(range(streams_held), min(_TOGETHER, streams_held))]
    by_one, by_many, touched = (
        side.ask("append", callers=callers, names=names, new=names is not old, forget=True, **_TEXTS)
        for callers, names in ((1, alone), (32, new), (32, old))
    )
    held = await _held(owner)
    size_bytes = await owner.fetchval(
        "select pg_total_relation_size('events') + pg_total_relation_size('recorded_facts')"
    )
    return LogOfSize(
        events=size,
        filled=filled,
        alone_ms=by_one["p50_ms"],
        new=by_many["rate"],
        first_touch=touched["rate"],
        read=await _read(owner, held),
        bytes_an_event=size_bytes / held,
    )


async def _held(owner: "asyncpg.Connection[Any]") -> int:
    position: int = await owner.fetchval("select position from log_head")
    return position


def _fill(side: Side, streams: Iterator[tuple[str, int]], events: int) -> float:
    started, left = time.perf_counter(), events
    while left > 0:
        wanted = max(min(_AT_ONCE, 2 * left // (SHORTEST + LONGEST)), 1)
        left -= side.ask("prepare", streams=list(islice(streams, wanted)), **_TEXTS)["prepared"]
    return events / (time.perf_counter() - started)


async def _read(owner: "asyncpg.Connection[Any]", held: int) -> float:
    """As a follower that goes on from the middle."""
    position, seen = held // 2, 0
    started = time.perf_counter()
    while seen < _READ and (events := await read_after(owner, position, _READ_AT_ONCE)):
        position, seen = events[-1].position, seen + len(events)
    return seen / (time.perf_counter() - started)
