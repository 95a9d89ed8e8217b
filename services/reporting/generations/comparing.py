"""Comparing a generation with the live one, at the same positions, in all rows, marks and cells."""

import time

import orjson

from services.reporting.generations.at_equal_positions import WITHIN_SECONDS, at_equal_positions
from services.reporting.generations.difference import difference
from services.reporting.generations.digests import Digests, digests
from services.reporting.generations.listed import named
from shared.event_log.connection import Pool
from shared.json_types import JsonObject

_STORE = "update public.generations set compared = $2::jsonb where name = $1"


async def compare(pool: Pool, generation: str, at: int, within: float = WITHIN_SECONDS) -> JsonObject:
    """Stored with the generation. `at`: microseconds since 1970. It has to be kept up meanwhile: raises
    `generation_behind` where it does not come to the live one's positions."""
    began = time.monotonic()
    async with at_equal_positions(pool, generation, within) as (connection, level, held):
        live, other = [await digests(connection, each) for each in (level.live, generation)]
        apart = [table for table, found in other.tables.items() if found != live.tables[table]]
        different = (
            (await difference(connection, level.live, generation, apart)).document() if apart else None
        )
        version = (await named(connection, generation)).version
    told: JsonObject = {
        "at": at,
        "positions": dict(level.positions),
        "live": {"generation": level.live, **_told(live)},
        "other": {"generation": generation, "version": version, **_told(other)},
        "equal": different is None,
        "difference": different,
        "held_milliseconds": round(held * 1000),
        "took_milliseconds": round((time.monotonic() - began) * 1000),
    }
    async with pool.acquire() as connection:
        await connection.execute(_STORE, generation, orjson.dumps(told).decode())
    return told


def _told(found: Digests) -> JsonObject:
    rows: JsonObject = {table: rows for table, (rows, _) in found.tables.items()}
    return {"digest": f"sha256:{found.whole}", "rows": rows}
