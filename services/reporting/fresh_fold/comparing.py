"""What is derived against what answers: all rows of all tables, and how many of them are not the same."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from services.reporting.fresh_fold.digest import stored_number
from services.reporting.fresh_fold.first import Place, first_place
from services.reporting.fresh_fold.kept import CHECKS, SUBJECTS, TABLES, Kept
from services.reporting.fresh_fold.row_apart import Apart, Key
from services.reporting.fresh_fold.scratch import DERIVED, LIVE, Scratch
from services.reporting.state_digests.items import written

# Of a row that is on one side alone, all values of the other are null.
_APART = """
select found, {keys} from (
  select {derived_keys}, case {differing} end as found
  from {table} as d left join {table} as l on l.side = {live} and {same} where d.side = {derived}
) where found is not null
union all
select {too_many}, {live_keys} from {table} as l where l.side = {live} and {too_many} is not null
  and not exists (select 1 from {table} as d where d.side = {derived} and {same})
"""
_ROW = "select entries, marks from subjects where side = ? and township = ? and kind = ? and id = ?"
_ROWS = "select count(*) from {table} where side = ?"


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


async def compare(scratch: Scratch, total: int, checks: Collection[str] = CHECKS) -> Compared:
    """`total`: what counting added up. Of the live side only what differs is added up again."""
    differing, live = 0, total
    for each in TABLES:
        for _, key in apart(scratch, each, checks):
            differing += 1
            if each is SUBJECTS:
                live += _number(scratch, LIVE, key) - _number(scratch, DERIVED, key)
    rows = sum(_count(scratch, each) for each in TABLES)
    first = None
    if differing:
        first = await first_place(scratch, {each.table: apart(scratch, each, checks) for each in TABLES})
    return Compared(rows, differing, written(total), written(live), first)


def apart(scratch: Scratch, each: Kept, checks: Collection[str]) -> Iterator[Apart]:
    """The rows that are not the same on both sides: by which of the checks, and their keys."""
    for check, *key in scratch.database.execute(_statement(each, checks)):
        yield Apart(check, tuple(key))


def _statement(each: Kept, checks: Collection[str]) -> str:
    def said(check: str) -> str:
        return f"'{check}'" if check in checks else "null"

    missing = f"when l.side is null then {said(each.missing)}"
    others = [
        f"when l.{value} is not d.{value} then '{check}'"
        for value, check in each.values.items()
        if check in checks
    ]
    return _APART.format(
        table=each.table,
        keys=", ".join(each.keys),
        derived_keys=", ".join(f"d.{key} as {key}" for key in each.keys),
        live_keys=", ".join(f"l.{key}" for key in each.keys),
        same=" and ".join(f"l.{key} = d.{key}" for key in each.keys),
        differing=" ".join([missing, *others]),
        too_many=said(each.too_many),
        derived=DERIVED,
        live=LIVE,
    )


def _number(scratch: Scratch, side: int, key: Key) -> int:
    township, kind, subject = key
    found = scratch.database.execute(_ROW, (side, *key)).fetchone()
    return 0 if found is None else stored_number(township, (kind, subject), *found)


def _count(scratch: Scratch, each: Kept) -> int:
    many: int = scratch.database.execute(_ROWS.format(table=each.table), (DERIVED,)).fetchone()[0]
    return many
