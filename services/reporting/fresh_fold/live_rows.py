"""What answers, put aside as of one moment: the snapshot is given back before anything is computed."""

from collections.abc import Iterable, Mapping
from typing import Any

import asyncpg
import orjson

from services.reporting.fresh_fold.counting import marks_text
from services.reporting.fresh_fold.kept import CELLS, SUBJECTS, TABLES, TALLIES, Kept
from services.reporting.fresh_fold.scratch import LIVE, Scratch
from services.reporting.read_model import FIGURES
from services.reporting.reading.positions import applied_positions
from shared.event_log.connection import Connection
from shared.read_model.generation import enter_live
from shared.read_model.statements import read_folded

_AT_ONCE = 500
_SECONDS = 60.0
"""A process that gets no time must not keep Postgres from clearing up behind it."""
_LIMIT = f"set local idle_in_transaction_session_timeout = '{_SECONDS:.0f}s'"
_WITHOUT = {TALLIES.table: "where marks <> 0", CELLS.table: "where value <> 0"}
"""What is zero may be missing."""


async def live_positions(connection: Connection) -> Mapping[str, int]:
    """Raises `NotWhole` while they are folded anew, `AnotherVersion`."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return await _positions(connection)


async def put_live_aside(connection: "asyncpg.Connection[Any]", scratch: Scratch) -> Mapping[str, int]:
    """At which positions that was. Raises as `live_positions`."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute(_LIMIT)
        positions = await _positions(connection)
        for each in TABLES:
            await _copy(connection, scratch, each)
    return positions


async def _positions(connection: Connection) -> Mapping[str, int]:
    await enter_live(connection, FIGURES)
    folded = await read_folded(connection, FIGURES)
    folded.refuse_unless_whole()
    return applied_positions(folded)


async def _copy(connection: Connection, scratch: Scratch, each: Kept) -> None:
    only = _WITHOUT.get(each.table, "")
    cursor = await connection.cursor(f"select {', '.join(each.columns)} from {each.table} {only}")  # noqa: S608
    while some := await cursor.fetch(_AT_ONCE):
        rows: Iterable[Any] = map(_subject, some) if each is SUBJECTS else map(tuple, some)
        scratch.put(each, LIVE, rows)


def _subject(record: asyncpg.Record) -> tuple[object, ...]:
    township, kind, subject, entries, marks, named, *span = record
    return township, kind, subject, _text(entries), _marks(marks), _text(named), *span


def _marks(stored: bytes) -> str:
    """In the order of those derived. What is no list of marks stays as it is, and differs."""
    try:
        read = orjson.loads(stored)
        return marks_text({campaign: list(map(tuple, listed)) for campaign, listed in read.items()})
    except (ValueError, TypeError, AttributeError):
        return _text(stored)


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "backslashreplace")
