"""The maintained cells: the difference of marks, added up in one place for every column.

A shared column keeps a tally for each member in a place: how many subjects mark it there. The member counts
while its tally is above zero.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeAlias

from services.reporting.counting.added_up import figures_from_cells, total_place
from services.reporting.counting.columns import COLUMN
from services.reporting.counting.figures import Figures
from services.reporting.counting.mark import StoredMark
from services.reporting.projection.rows import StoredMarks
from shared.event_log.connection import Connection

_TALLY = """
with delta as (
  select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
    as d (campaign, place, column_key, member, change)
), applied as (
  insert into tallies as t (township, campaign, place, column_key, member, marks)
  select $1, * from delta
  on conflict (township, campaign, place, column_key, member) do update set marks = t.marks + excluded.marks
  returning campaign, place, column_key, member, marks
)
select campaign, place, column_key, sum((marks > 0)::int - (marks - change > 0)::int) as change
from applied join delta using (campaign, place, column_key, member)
group by campaign, place, column_key
"""
_ADD = """
insert into cells as c (township, campaign, place, column_key, value)
select $1, row.* from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as row
on conflict (township, campaign, place, column_key) do update set value = c.value + excluded.value
"""
_READ = "select place, column_key, value from cells where township = $1 and campaign = $2"


Cell: TypeAlias = tuple[str, str, str]
"""Campaign, place and column."""
Tally: TypeAlias = tuple[str, str, str, str]
"""And member."""


class Difference:
    """What a batch of events changes, by campaign, place and column."""

    def __init__(self) -> None:
        self.values: Counter[Cell] = Counter()
        self.tallies: Counter[Tally] = Counter()

    def replace(self, before: StoredMarks, after: StoredMarks) -> None:
        """One subject's marks; called once for each subject, or it counts twice."""
        for campaign in before.keys() | after.keys():
            old, new = set(before.get(campaign, ())), set(after.get(campaign, ()))
            self._count(campaign, new - old, 1)
            self._count(campaign, old - new, -1)

    def _count(self, campaign: str, marks: Iterable[StoredMark], sign: int) -> None:
        for filer, column, member, weight in marks:
            if COLUMN[column].shared:
                total = total_place(COLUMN[column].annexes[0])
                self.tallies[campaign, filer, column, member] += sign
                self.tallies[campaign, total, column, member] += sign
            else:
                self.values[campaign, filer, column] += sign * weight

    async def write(self, connection: Connection, township: str) -> None:
        """In the order of keys: whoever writes beside it waits, and neither for the other."""
        tallied = [(*key, change) for key, change in sorted(self.tallies.items()) if change]
        if tallied:
            columns = map(list, zip(*tallied, strict=True))
            for campaign, place, column, change in await connection.fetch(_TALLY, township, *columns):
                self.values[campaign, place, column] += change
        values = [(*key, change) for key, change in sorted(self.values.items()) if change]
        if values:
            await connection.execute(_ADD, township, *map(list, zip(*values, strict=True)))


async def read_cells(
    connection: Connection, township: str, campaign: str, kind_of: Callable[[str], str | None]
) -> Figures:
    """The figures at the window's end, as maintained."""
    records = await connection.fetch(_READ, township, campaign)
    return figures_from_cells({(place, column): value for place, column, value in records}, kind_of)
