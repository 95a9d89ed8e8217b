"""The rows of subjects in the database, loaded by key or by whom they name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import orjson
from asyncpg import Record

from services.reporting.counting.mark import StoredMark
from services.reporting.subjects.references import Named
from services.reporting.subjects.span import Span
from shared.event_log.connection import Connection
from shared.read_model.entry import Entry, decode, encode, in_force

StoredMarks: TypeAlias = Mapping[str, Sequence[StoredMark]]
"""By campaign."""

COLUMNS = ("township", "kind", "id", "entries", "marks", "named", *Span._fields)
"""Of the table of subjects, in the order in which they are written."""

# `lateral … offset 0`: by the primary key, one after the other. Left to itself the planner keeps the plan
# that was good while the tables were empty, and reads them whole for every batch.
_BY_KEY = """
select s.* from unnest($2::text[], $3::text[]) as k (kind, id)
cross join lateral (
  select kind, id, entries, marks, named from subjects
  where township = $1 and kind = k.kind and id = k.id offset 0
) as s
"""
_BY_NAMED = """
with naming_them as (
  select distinct n.kind, n.id from unnest($2::text[], $3::text[]) as k (kind, id)
  cross join lateral (
    select kind, id from naming where township = $1 and named_kind = k.kind and named_id = k.id offset 0
  ) as n
)
select s.* from naming_them as k
cross join lateral (
  select kind, id, entries, marks, named from subjects
  where township = $1 and kind = k.kind and id = k.id offset 0
) as s
"""
_MARKING = """
select kind, id, entries from subjects
where township = $1
  and exists (select from unnest($2::bytea[]) as m (mark) where position(m.mark in marks) > 0)
"""
_OF_TOWN = "select kind, id, entries, marks, named from subjects where township = $1"
_OF_KINDS = """
select kind, id, entries, marks, named from subjects where township = $1 and kind = any($2::text[])
"""
_SAVE = f"""
insert into subjects as s ({", ".join(COLUMNS)})
select $1, row.* from unnest(
  $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[],
  $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[]
) as row
on conflict (township, kind, id)
do update set entries = excluded.entries, marks = excluded.marks, named = excluded.named,
  first_position = excluded.first_position, last_position = excluded.last_position,
  seen_position = excluded.seen_position,
  first_occurred = excluded.first_occurred, last_occurred = excluded.last_occurred
"""  # noqa: S608 - columns of this file


@dataclass(slots=True)
class Row:
    """One subject as stored, or as it is about to be."""

    kind: str
    id: str
    entries: list[Entry] = field(default_factory=list)
    marks: StoredMarks = field(default_factory=dict)
    named: frozenset[Named] = frozenset()
    in_force: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, kind: str, subject: str, entries: Iterable[Entry]) -> "Row":
        """Of its entries alone: not counted yet."""
        row = cls(kind, subject)
        row.extend(entries)
        return row

    @property
    def key(self) -> Named:
        return self.kind, self.id

    def extend(self, entries: Iterable[Entry]) -> None:
        self.entries.extend(entries)
        self.in_force = in_force(self.entries)

    def stored(self) -> tuple[str, str, bytes, bytes, bytes, int, int, int, int, int]:
        """As it is written, behind its town."""
        marks, named = orjson.dumps(self.marks), orjson.dumps(sorted(self.named))
        span = Span.of(self.kind, self.entries)
        return self.kind, self.id, encode(self.entries), marks, named, *span


def _row(record: Record) -> Row:
    kind, subject, entries, marks, named = record
    decoded = decode(entries)
    return Row(
        kind,
        subject,
        decoded,
        {campaign: [tuple(mark) for mark in listed] for campaign, listed in orjson.loads(marks).items()},
        frozenset((other_kind, other) for other_kind, other in orjson.loads(named)),
        in_force(decoded),
    )


async def load(connection: Connection, township: str, keys: Iterable[Named]) -> dict[Named, Row]:
    kinds, ids = _split(keys)
    return _keyed(await connection.fetch(_BY_KEY, township, kinds, ids)) if kinds else {}


async def load_naming(connection: Connection, township: str, named: Iterable[Named]) -> dict[Named, Row]:
    """Those that name one of these."""
    kinds, ids = _split(named)
    return _keyed(await connection.fetch(_BY_NAMED, township, kinds, ids)) if kinds else {}


async def load_marking(
    connection: Connection, township: str, filers: Iterable[str], column: str
) -> dict[Named, Row]:
    """Those with a mark in the column, of one of these filers; a few more are no harm. Without what is
    stored beside their entries."""
    written = [orjson.dumps([filer, column])[1:-1] + b"," for filer in filers]
    return {
        (kind, subject): Row.of(kind, subject, decode(entries))
        for kind, subject, entries in await connection.fetch(_MARKING, township, written)
    }


async def load_kinds(connection: Connection, township: str, kinds: Sequence[str]) -> dict[Named, Row]:
    return _keyed(await connection.fetch(_OF_KINDS, township, kinds))


async def load_all(connection: Connection, township: str) -> dict[Named, Row]:
    return _keyed(await connection.fetch(_OF_TOWN, township))


async def save(connection: Connection, township: str, rows: Sequence[Row]) -> None:
    if rows:
        stored = zip(*(row.stored() for row in rows), strict=True)
        await connection.execute(_SAVE, township, *map(list, stored))


def _keyed(records: Iterable[Record]) -> dict[Named, Row]:
    rows = map(_row, records)
    return {row.key: row for row in rows}


def _split(keys: Iterable[Named]) -> tuple[list[str], list[str]]:
    listed = list(keys)
    return [kind for kind, _ in listed], [subject for _, subject in listed]
