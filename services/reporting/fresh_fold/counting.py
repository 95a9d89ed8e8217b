"""Marks, names, tallies and cells of all that was derived, by the code that counts a batch."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TypeVar

import orjson

from services.reporting.counting.background import Background
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.fresh_fold.digest import row_number
from services.reporting.fresh_fold.kept import NAMING, SUBJECTS
from services.reporting.fresh_fold.scratch import DERIVED, Scratch
from services.reporting.projection.load_background import background_of, town_of
from services.reporting.projection.recount_rows import recounted
from services.reporting.projection.rows import Row, StoredMarks
from services.reporting.subjects.references import Named

_AT_ONCE = 1_000
Key = TypeVar("Key", bound=tuple[str, ...])
_TALLY = f"""
insert into tallies values ({DERIVED}, ?, ?, ?, ?, ?, ?)
on conflict do update set marks = marks + excluded.marks
"""  # noqa: S608 - a number
_ADD = f"""
insert into cells values ({DERIVED}, ?, ?, ?, ?, ?) on conflict do update set value = value + excluded.value
"""  # noqa: S608
_SHARED = f"""
insert into cells
select {DERIVED}, township, campaign, place, column_key, count(*) from tallies
where side = {DERIVED} and marks > 0 group by township, campaign, place, column_key
"""  # noqa: S608
_NOTHING = (
    f"delete from tallies where side = {DERIVED} and marks = 0",  # noqa: S608
    f"delete from cells where side = {DERIVED} and value = 0",  # noqa: S608
)


async def count_all(scratch: Scratch) -> int:
    """Returns what all rows and marks add up to, as digests of states do."""
    total = 0
    for township in scratch.towns():
        town = town_of(scratch.of_kinds(township, TOWN_KINDS))
        place: Named = ("", "")
        while rows := scratch.next_rows(township, place, _AT_ONCE):
            total += await _count(scratch, township, town, rows)
            place = next(reversed(rows))
            await asyncio.sleep(0)  # the connections of this process want to answer meanwhile
    scratch.database.execute(_SHARED)
    for statement in _NOTHING:
        scratch.database.execute(statement)
    return total


async def background_in(scratch: Scratch, township: str, town: Town, rows: Mapping[Named, Row]) -> Background:
    """What the marks of these rows depend on."""
    return await background_of(partial(scratch.load, township), town, rows)


async def _count(scratch: Scratch, township: str, town: Town, rows: Mapping[Named, Row]) -> int:
    counted = recounted(town, await background_in(scratch, township, town, rows), rows, rows)
    scratch.put(SUBJECTS, DERIVED, (_stored(township, row) for row in counted.changed))
    scratch.put(NAMING, DERIVED, ((township, *each) for each in counted.naming.added))
    _add(scratch, _TALLY, township, counted.difference.tallies)
    _add(scratch, _ADD, township, counted.difference.values)
    return sum(row_number(township, row.key, row.entries, row.marks) for row in counted.changed)


def _stored(township: str, row: Row) -> tuple[object, ...]:
    kind, subject, entries, _, named, *span = row.stored()
    return township, kind, subject, entries.decode(), marks_text(row.marks), named.decode(), *span


def marks_text(marks: StoredMarks) -> str:
    """They are in no order: told in one."""
    return orjson.dumps({campaign: sorted(marks[campaign]) for campaign in sorted(marks)}).decode()


def _add(scratch: Scratch, statement: str, township: str, counted: Counter[Key]) -> None:
    scratch.database.executemany(statement, ((township, *key, change) for key, change in counted.items()))
