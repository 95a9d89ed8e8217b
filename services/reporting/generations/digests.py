"""A digest over everything that a generation holds: each row of each table, in the order of its keys.

What is zero may be missing, and marks are in no order: neither makes a difference.
"""

from dataclasses import dataclass

from shared.canonical import canonical, digest
from shared.event_log.connection import Connection

_SECONDS = 3600.0
_MARKS = """(
  select jsonb_object_agg(
    campaign, (select jsonb_agg(mark order by mark) from jsonb_array_elements(listed) as mark)
  ) from jsonb_each(convert_from(marks, 'utf8')::jsonb) as by_campaign (campaign, listed)
)"""


@dataclass(frozen=True, slots=True)
class Compared:
    """Which rows of a table are compared, by what key."""

    table: str
    key: str
    rows: str

    def rows_in(self, generation: str) -> str:
        return self.rows.format(generation=generation)


COMPARED = (
    Compared(
        "subjects",
        "jsonb_build_array(township, kind, id)",
        f"""
        select township, kind, id, entries, {_MARKS} as marks, named,
          first_position, last_position, seen_position, first_occurred, last_occurred
        from "{{generation}}".subjects
        """,  # noqa: S608 - of this file alone
    ),
    Compared(
        "naming",
        "jsonb_build_array(township, named_kind, named_id, kind, id)",
        'select township, named_kind, named_id, kind, id from "{generation}".naming',
    ),
    Compared(
        "tallies",
        "jsonb_build_array(township, campaign, place, column_key, member)",
        "select township, campaign, place, column_key, member, marks "
        'from "{generation}".tallies where marks <> 0',
    ),
    Compared(
        "cells",
        "jsonb_build_array(township, campaign, place, column_key)",
        'select township, campaign, place, column_key, value from "{generation}".cells where value <> 0',
    ),
    Compared(
        "provenance",
        "jsonb_build_array(log, position)",
        'select log, position, recorded, actor, organisation from "{generation}".provenance',
    ),
    Compared(
        "checkpoints",
        "jsonb_build_array(log)",
        'select log, log_id, position, hash, recorded from "{generation}".checkpoints',
    ),
)

# In buckets, so that no value that Postgres puts together is large, however many rows there are.
_DIGEST = """
select coalesce(sum(rows), 0)::bigint,
  encode(sha256(coalesce(string_agg(part, ''::bytea order by bucket), ''::bytea)), 'hex')
from (
  select bucket, count(*) as rows, sha256(string_agg(hash, ''::bytea order by key)) as part
  from (
    select hashtext(({key})::text) & 1023 as bucket, ({key})::text as key,
      sha256(convert_to(row::text, 'utf8')) as hash
    from ({rows}) as row
  ) as hashed
  group by bucket
) as parts
"""


@dataclass(frozen=True, slots=True)
class Digests:
    tables: dict[str, tuple[int, str]]
    """How many rows, and their digest."""

    @property
    def whole(self) -> str:
        return digest(canonical({table: found for table, (_, found) in self.tables.items()}))


async def digests(connection: Connection, generation: str) -> Digests:
    """On one snapshot."""
    found: dict[str, tuple[int, str]] = {}
    for each in COMPARED:
        statement = _DIGEST.format(key=each.key, rows=each.rows_in(generation))
        ((rows, of_table),) = await connection.fetch(statement, timeout=_SECONDS)
        found[each.table] = rows, of_table
    return Digests(found)
