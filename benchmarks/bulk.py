"""Many facts at once through decide, hash and idempotency, and what an event costs: CPU and bytes on disk."""

from typing import Any

import asyncpg

from benchmarks.meter import Meter
from benchmarks.payloads import payloads
from benchmarks.servers import Servers
from benchmarks.side import Side
from benchmarks.workload import existing

_SINGLE_CALLERS = 32
_PAYLOADS = ("256", "real")
_TABLES = "pg_total_relation_size('events') + pg_total_relation_size('recorded_facts')"
_WRITTEN = "pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"


async def measure_bulk(
    side: Side, owner_dsn: str, servers: Servers, meter: Meter, streams: int
) -> dict[str, Any]:
    """Single facts by 32 callers first; then calls of 500 facts, four at a time."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        single = _single(side, servers, meter, streams)
        bulk = {payload: await _bulk(side, owner, servers, meter, payload, streams) for payload in _PAYLOADS}
    finally:
        await owner.close()
    return {"single": single, **bulk}


def _single(side: Side, servers: Servers, meter: Meter, count: int) -> dict[str, Any]:
    """After a few that are not measured: what is there by then is not looked through for garbage again."""
    texts = payloads("256")
    asked = {"callers": _SINGLE_CALLERS, "new": True, "forget": False, **texts}
    side.ask("append", names=[f"warm-{number}" for number in range(_SINGLE_CALLERS)], **asked)
    with meter.measuring({"append": side.pid, **servers.pids}) as taken:
        answer = side.ask("append", names=[f"single-{number}" for number in range(count)], **asked)
    return {"rate": answer["rate"], "cpu_us": taken.cost(count)}


async def _bulk(
    side: Side,
    owner: "asyncpg.Connection[Any]",
    servers: Servers,
    meter: Meter,
    payload: str,
    streams: int,
) -> dict[str, Any]:
    before = await _bytes(owner)
    named = [(f"bulk-{payload}-{name}", length) for name, length in existing(streams)]
    with meter.measuring({"bulk": side.pid, **servers.pids}) as taken:
        answer = side.ask("prepare", streams=named, **payloads(payload))
    events = answer["prepared"]
    stored, written = (after - had for after, had in zip(await _bytes(owner), before, strict=True))
    return {
        "rate": answer["rate"],
        "cpu_us": taken.cost(events),
        "stored_bytes": stored / events,
        "wal_bytes": written / events,
    }


async def _bytes(owner: "asyncpg.Connection[Any]") -> tuple[int, int]:
    """Of the log's tables with their indexes, and of the write-ahead log."""
    row = await owner.fetchrow(f"select {_TABLES}, {_WRITTEN}::bigint")
    return row[0], row[1]
