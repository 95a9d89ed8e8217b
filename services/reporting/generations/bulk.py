"""Building a generation in bulk: all rows first, then the marks of each once, tallies and cells with them.

What is counted is what `recount_rows` counts batch by batch: at the same positions the same comes of it.
Where a building ended is told by what is stored, so that it can go on after any kill.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from asyncpg import Record

from services.reporting.counting.town import Town
from services.reporting.projection.apply import entries_by_town
from services.reporting.projection.load_background import load_town
from services.reporting.projection.recount_rows import recount_rows
from services.reporting.projection.rows import Row
from services.reporting.subjects.references import Named
from services.reporting.subjects.span import Span
from shared.event_log.connection import Connection
from shared.instant import microseconds
from shared.read_model.checkpoint import Published
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.entry import Entry, decode, encode

ROWS_AT_ONCE = 2_000
_UNCOUNTED = b" {}"
"""Marks as no count writes them, and readable as none."""

# Entries are JSON lists: those of this batch are put behind what is there, which is not read for it.
_APPEND = r"""
insert into subjects as s (
  township, kind, id, entries, marks, named,
  first_position, last_position, seen_position, first_occurred, last_occurred
)
select row.township, row.kind, row.id, row.entries, $5::bytea, '[]'::bytea,
  row.first_position, row.last_position, row.seen_position, row.first_occurred, row.last_occurred
from unnest(
  $1::text[], $2::text[], $3::text[], $4::bytea[],
  $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[]
) as row (
  township, kind, id, entries, first_position, last_position, seen_position, first_occurred, last_occurred
)
on conflict (township, kind, id)
do update set
  entries = substr(s.entries, 1, length(s.entries) - 1) || '\x2c'::bytea || substr(excluded.entries, 2),
  last_position = excluded.last_position,
  seen_position = greatest(s.seen_position, excluded.seen_position),
  first_occurred = least(s.first_occurred, excluded.first_occurred),
  last_occurred = greatest(s.last_occurred, excluded.last_occurred)
"""
_NEXT = """
select township, kind, id, entries from subjects
where (township, kind, id) > ($1, $2, $3) and marks = $4 order by township, kind, id limit $5
"""
_HOW_MANY = "select count(*) from subjects where marks = $1"

Place = tuple[str, str, str]
"""Town, kind and id."""
BEGINNING: Place = ("", "", "")


class Bulk:
    """Of one generation; nobody else writes to it meanwhile."""

    def __init__(self, model: Checkpointed) -> None:
        self._model = model

    async def append(self, events: Sequence[Published]) -> int:
        """To the rows, uncounted. Returns how many were new."""
        async with self._model.applying(events) as writing:
            if writing.batch:
                await _copy_provenance(writing.connection, writing.batch)
                await _append(writing.connection, writing.batch)
            return len(writing.batch)

    async def uncounted(self) -> int:
        async with self._model.writing() as writing:
            many: int = await writing.connection.fetchval(_HOW_MANY, _UNCOUNTED)
            return many

    async def count(self, after: Place) -> tuple[Place, int]:
        """The next rows, in their order. Returns the last of them, and how many there were."""
        async with self._model.writing() as writing:
            connection = writing.connection
            records = await connection.fetch(_NEXT, *after, _UNCOUNTED, ROWS_AT_ONCE)
            for township, of_town in groupby(records, itemgetter("township")):
                town = await load_town(connection, township)
                await _count(connection, township, town, of_town)
        return (tuple(records[-1])[:3] if records else after), len(records)


async def _count(connection: Connection, township: str, town: Town, records: Iterable[Record]) -> None:
    rows: dict[Named, Row] = {}
    for _, kind, subject, entries in records:
        row = rows[kind, subject] = Row(kind, subject)
        row.extend(decode(entries))
    await recount_rows(connection, township, town, rows, {})


async def _copy_provenance(connection: Connection, batch: Sequence[Published]) -> None:
    envelopes = (published.envelope for published in batch)
    await connection.copy_records_to_table(
        "provenance",
        records=[
            (each.log, each.position, microseconds(each.recorded), each.actor, each.actor_organisation)
            for each in envelopes
        ],
    )


async def _append(connection: Connection, batch: Sequence[Published]) -> None:
    rows: list[tuple[str, str, str, list[Entry]]] = [
        (township, kind, subject, entries)
        for township, of_town in entries_by_town(batch).items()
        for (kind, subject), entries in of_town.items()
    ]
    spans = [Span.of(kind, entries) for _, kind, _, entries in rows]
    await connection.execute(
        _APPEND,
        [township for township, _, _, _ in rows],
        [kind for _, kind, _, _ in rows],
        [subject for _, _, subject, _ in rows],
        [encode(entries) for _, _, _, entries in rows],
        _UNCOUNTED,
        *([span[part] for span in spans] for part in range(len(Span._fields))),
    )
