"""Rows that were written without marks: those of what was merged, counted once all others are written.

What is counted is what `recount_rows` counts batch by batch: at the same positions the same comes of it.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from asyncpg import Record

from services.reporting.counting.town import Town
from services.reporting.projection.load_background import load_town
from services.reporting.projection.recount_rows import recount_rows
from services.reporting.projection.rows import Row
from services.reporting.subjects.references import Named
from shared.event_log.connection import Connection
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.entry import decode

ROWS_AT_ONCE = 2_000
UNCOUNTED = b" {}"
"""Marks as no count writes them, and readable as none."""

_NEXT = """
select township, kind, id, entries from subjects
where (township, kind, id) > ($1, $2, $3) and marks = $4 order by township, kind, id limit $5
"""
_HOW_MANY = "select count(*) from subjects where marks = $1"

Place = tuple[str, str, str]
"""Town, kind and id."""
BEGINNING: Place = ("", "", "")


class Uncounted:
    """Of one generation; nobody else writes to it meanwhile."""

    def __init__(self, model: Checkpointed) -> None:
        self._model = model

    async def many(self) -> int:
        async with self._model.writing() as writing:
            many: int = await writing.connection.fetchval(_HOW_MANY, UNCOUNTED)
            return many

    async def count(self, after: Place) -> tuple[Place, int]:
        """The next rows, in their order. Returns the last of them, and how many there were."""
        async with self._model.writing() as writing:
            connection = writing.connection
            records = await connection.fetch(_NEXT, *after, UNCOUNTED, ROWS_AT_ONCE)
            for township, of_town in groupby(records, itemgetter("township")):
                town = await load_town(connection, township)
                await _count(connection, township, town, of_town)
        return (tuple(records[-1])[:3] if records else after), len(records)


async def _count(connection: Connection, township: str, town: Town, records: Iterable[Record]) -> None:
    rows: dict[Named, Row] = {
        (kind, subject): Row.of(kind, subject, decode(entries)) for _, kind, subject, entries in records
    }
    await recount_rows(connection, township, town, rows, {})
