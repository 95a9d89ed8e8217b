"""What must be true of one log and its stream, read from the servers, and which facts it answers."""

import asyncio
import json
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from shared.relay.stored_bytes import read_stored
from tests.e2e.deployment import PATIENCE

GENESIS = "0" * 64
Key = tuple[str, str, str]
"""(publisher, source, id)."""
_STUCK = {
    "hazards": "select fact_id from waiting limit 5",
    # It hears of every voiding over the bus, and waits in silence for what may be its own.
    "registry": "select fact_id from waiting where position('\"fact.voided\"'::bytea in message) = 0 limit 5",
}


@dataclass(frozen=True)
class Recorded:
    """A log that was found sound: its last position, and the position of every fact it answered."""

    position: int
    hash: str
    facts: dict[Key, int]


async def check_log(dsn: str, bus: Client, log: str) -> Recorded:
    connection = await asyncpg.connect(dsn)
    try:
        await _wait_until_nobody_waits(connection, log)
        head = await connection.fetchrow("select log_id, position, hash from log_head")
        rows = await connection.fetch("select * from events order by position")
        facts = await connection.fetch("select publisher, source, fact_id, position from recorded_facts")
        refused = await connection.fetch("select code, message, fact_id from refusals limit 5")
        assert await connection.fetchval("select count(*) from dead_letters") == 0, log
    finally:
        await connection.close()
    assert head is not None
    assert not refused, f"{log}: {refused}"
    events = [(row, json.loads(row["raw"])) for row in rows]
    last_hash = _check_chain(log, head["log_id"], events)
    assert (head["position"], head["hash"]) == (len(rows), last_hash), log
    await _check_stream(bus, log, [bytes(row["raw"]) for row in rows])
    return Recorded(len(rows), last_hash, _check_facts(log, events, facts))


async def _wait_until_nobody_waits(connection: asyncpg.Connection, log: str) -> None:
    """Whoever asks again hears what was decided before the row of the one that waited is cleared away."""
    deadline = time.monotonic() + PATIENCE
    while stuck := await connection.fetch(_STUCK[log]):
        assert time.monotonic() < deadline, f"{log}: {stuck} wait"
        await asyncio.sleep(0.1)


def _check_chain(log: str, log_id: str, events: list[tuple[Any, dict[str, Any]]]) -> str:
    """Positions without a gap, each naming the hash of the bytes before it, time only forward."""
    hash_, recorded = GENESIS, ""
    versions: dict[str, int] = {}
    for position, (row, event) in enumerate(events, 1):
        place = f"{log}/{position}"
        assert (row["position"], event["position"]) == (position, position), place
        assert event["id"] == f"{log_id}/{position}", place
        assert event["previoushash"] == hash_, f"{place}: the chain is broken"
        versions[row["stream"]] = version = versions.get(row["stream"], 0) + 1
        assert (row["stream_version"], event["streamversion"]) == (version, version), place
        assert event["subject"] == row["stream"], place
        assert len(event["recordedtime"]) == len(recorded or event["recordedtime"]), place
        assert event["recordedtime"] > recorded, place
        hash_, recorded = sha256(row["raw"]).hexdigest(), event["recordedtime"]
    return hash_


def _check_facts(log: str, events: list[tuple[Any, dict[str, Any]]], facts: list[Any]) -> dict[Key, int]:
    """Each event is the one of one fact, and each fact has one event."""
    answered = {(row["publisher"], row["source"], row["fact_id"]): row["position"] for row in facts}
    said = [(event["publisher"], event["factsource"], event["factid"]) for _, event in events]
    assert len(set(said)) == len(said), f"{log}: a fact was recorded twice"
    assert answered == {key: position for position, key in enumerate(said, 1)}, log
    return answered


async def _check_stream(bus: Client, log: str, raws: list[bytes], patience: float = PATIENCE) -> None:
    """Sequence is position, and the published bytes are the stored bytes, once the relay has caught up."""
    expected = (1, len(raws), len(raws))
    deadline = time.monotonic() + patience
    while (found := await _stream_state(bus, log)) != expected:
        assert time.monotonic() < deadline, f"{log}: {found} instead of {expected}"
        await asyncio.sleep(0.1)
    position = 0
    while position < len(raws):
        stored = await read_stored(bus, log, position + 1)
        assert stored == raws[position : position + len(stored)], f"{log}: other bytes after {position}"
        position += len(stored)


async def _stream_state(bus: Client, log: str) -> tuple[int, int, int] | None:
    """First and last sequence, and how many messages; None while there is no such stream."""
    try:
        state = (await bus.jetstream(timeout=30).stream_info(log.upper())).state
    except NotFoundError:
        return None
    return state.first_seq, state.last_seq, state.messages
