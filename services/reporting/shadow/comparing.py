"""What is derived against what answers: all rows of all tables, and how many of them are not the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.reporting.shadow.digest import stored_number
from services.reporting.shadow.first import Place, first_place
from services.reporting.shadow.scratch import DERIVED, LIVE, TABLES, Kept, Scratch
from services.reporting.state_digests.items import written

# Of a row that is on one side alone, all values of the other are null.
_APART = """
select {keys} from {table} as d left join {table} as l on l.side = {live} and {same}
where d.side = {derived} and (l.side is null or {differ})
union all
select {others} from {table} as l where l.side = {live}
  and not exists (select 1 from {table} as d where d.side = {derived} and {same})
"""
_ROW = "select entries, marks from subjects where side = ? and township = ? and kind = ? and id = ?"
_ROWS = "select count(*) from {table} where side = ?"

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    rows: int
    """That were derived, of all tables."""
    differing: int
    """Rows that are not the same, or on one side alone."""
    derived: str
    """What all rows and marks come to, as `state` in digests."""
    live: str
    first: Place | None
    """None where nothing differs."""


async def compare(scratch: Scratch, total: int) -> Compared:
    """`total`: what counting added up. Of the live side only what differs is added up again."""
    differing, live = 0, total
    for each in TABLES:
        for key in apart(scratch, each):
            differing += 1
            if each.table == "subjects":
                live += _number(scratch, LIVE, key) - _number(scratch, DERIVED, key)
    rows = sum(_count(scratch, each) for each in TABLES)
    first = None
    if differing:
        first = await first_place(scratch, {each.table: apart(scratch, each) for each in TABLES})
    return Compared(rows, differing, written(total), written(live), first)


def apart(scratch: Scratch, each: Kept) -> Iterator[Key]:
    """The keys of rows that are not the same on both sides."""
    return scratch.database.execute(_statement(each))


def _statement(each: Kept) -> str:
    same = " and ".join(f"l.{key} = d.{key}" for key in each.keys)
    differ = " or ".join(f"l.{value} is not d.{value}" for value in each.values) or "false"
    keys, others = (", ".join(f"{side}.{key}" for key in each.keys) for side in "dl")
    sides = {"derived": DERIVED, "live": LIVE}
    return _APART.format(table=each.table, keys=keys, others=others, same=same, differ=differ, **sides)


def _number(scratch: Scratch, side: int, key: Key) -> int:
    township, kind, subject = key
    found = scratch.database.execute(_ROW, (side, *key)).fetchone()
    return 0 if found is None else stored_number(township, (kind, subject), *found)


def _count(scratch: Scratch, each: Kept) -> int:
    many: int = scratch.database.execute(_ROWS.format(table=each.table), (DERIVED,)).fetchone()[0]
    return many
