"""Marks, names, tallies and cells of all that was derived, by the code that counts a batch."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TypeVar

import orjson

from services.reporting.counting.background import Background
from services.reporting.counting.chains import with_chains
from services.reporting.counting.context import Context
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.projection.cells import Difference
from services.reporting.projection.load_background import background_of, town_of
from services.reporting.projection.recount_rows import contexts_of, stored_marks
from services.reporting.projection.rows import Row, StoredMarks
from services.reporting.shadow.digest import row_number
from services.reporting.shadow.scratch import DERIVED, NAMING, SUBJECTS, Scratch
from services.reporting.subjects.references import Named, named_in
from services.reporting.subjects.span import Span
from shared.read_model.entry import encode

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
    scratch.database.execute(_SHARED)
    for statement in _NOTHING:
        scratch.database.execute(statement)
    return total


async def counted(
    scratch: Scratch, township: str, town: Town, rows: Mapping[Named, Row]
) -> tuple[Background, Mapping[str, Context]]:
    """What the marks of these rows depend on."""
    background = await background_of(partial(scratch.load, township), town, rows)
    return background, contexts_of(town, background)


async def _count(scratch: Scratch, township: str, town: Town, rows: Mapping[Named, Row]) -> int:
    background, contexts = await counted(scratch, township, town, rows)
    difference = Difference()
    for row in rows.values():
        row.marks = stored_marks(row, contexts)
        row.named = frozenset(with_chains(named_in(row.kind, row.in_force, town.kind), background))
        difference.replace({}, row.marks)
    scratch.put(SUBJECTS, DERIVED, (_stored(township, row) for row in rows.values()))
    scratch.put(
        NAMING, DERIVED, ((township, *other, *row.key) for row in rows.values() for other in row.named)
    )
    _add(scratch, _TALLY, township, difference.tallies)
    _add(scratch, _ADD, township, difference.values)
    return sum(row_number(township, row.key, row.entries, row.marks) for row in rows.values())


def _stored(township: str, row: Row) -> tuple[object, ...]:
    named = orjson.dumps(sorted(row.named)).decode()
    span = Span.of(row.kind, row.entries)
    return township, *row.key, encode(row.entries).decode(), marks_text(row.marks), named, *span


def marks_text(marks: StoredMarks) -> str:
    """They are in no order: told in one."""
    return orjson.dumps({campaign: sorted(marks[campaign]) for campaign in sorted(marks)}).decode()


def _add(scratch: Scratch, statement: str, township: str, counted: Counter[Key]) -> None:
    scratch.database.executemany(statement, ((township, *key, change) for key, change in counted.items()))
