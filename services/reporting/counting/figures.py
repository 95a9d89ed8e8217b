"""The figures of a campaign: cells for each filer, totals both ways, and what was credited to no filer."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from services.reporting.counting.columns import COLUMNS, annex_of_filer, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.mark import Mark, StoredMark

_SHARED = frozenset(column.key for column in COLUMNS if column.shared)

Cells = Mapping[tuple[str, str], int]
"""(filer, column) to its value: counts, and fines in fen. What is zero may be missing."""


@dataclass(frozen=True, slots=True)
class Figures:
    cells: Cells
    """Under `UNCREDITED` too."""
    distinct: Cells
    """(annex, column) to the distinct count over all filers and what was credited to none."""

    def cell(self, filer: str, column: str) -> int:
        return self.cells.get((filer, column), 0)

    @property
    def active(self) -> set[str]:
        """The filers that have something to show, and `UNCREDITED` where it has."""
        return {filer for (filer, _), value in self.cells.items() if value}

    def row(self, annex: str, filer: str) -> dict[str, int]:
        return {column.key: self.cell(filer, column.key) for column in columns_of(annex)}

    def distinct_row(self, annex: str) -> dict[str, int]:
        return {column.key: self.distinct.get((annex, column.key), 0) for column in columns_of(annex)}

    def uncredited(self) -> dict[str, int]:
        """Column to what working groups did there that no filer is credited with."""
        return {
            column: value for (filer, column), value in self.cells.items() if filer == UNCREDITED and value
        }


def figures_of(marks: Iterable[Mark | StoredMark], kind_of: Callable[[str], str | None]) -> Figures:
    """All marks of a town, added up at once; `projection/cells.py` adds up their differences instead.

    Where no member is shared, each is marked once, and the distinct total is the sum.
    """
    cells: defaultdict[tuple[str, str], int] = defaultdict(int)
    members: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for mark in marks:
        place = mark[0], mark[1]
        if mark[1] in _SHARED:
            members[place].add(mark[2])
        else:
            cells[place] += mark[3]
    distinct: defaultdict[tuple[str, str], int] = defaultdict(int)
    for (filer, column), value in cells.items():
        distinct[annex_of_filer(kind_of(filer)), column] += value
    everywhere: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (filer, column), counted in members.items():
        everywhere[annex_of_filer(kind_of(filer)), column] |= counted
    return Figures(cells | _numbers(members), distinct | _numbers(everywhere))


def _numbers(members: Mapping[tuple[str, str], Collection[str]]) -> dict[tuple[str, str], int]:
    return {place: len(counted) for place, counted in members.items()}
