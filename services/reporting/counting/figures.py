"""The figures of a campaign: cells for each filer, totals both ways, and what was credited to no filer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from services.reporting.counting.columns import COLUMN, annex_of_filer, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.mark import Mark

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


def figures_of(marks: Iterable[Mark], kind_of: Callable[[str], str | None]) -> Figures:
    """All marks of a town, added up at once; `projection/cells.py` adds up their differences instead."""
    members: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    everywhere: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for mark in marks:
        members[mark.filer, mark.column][mark.member] = mark.weight
        everywhere[annex_of_filer(kind_of(mark.filer)), mark.column][mark.member] = mark.weight
    return Figures(_values(members), _values(everywhere))


def _values(members: Mapping[tuple[str, str], Mapping[str, int]]) -> dict[tuple[str, str], int]:
    return {
        (place, column): sum(counted.values()) if COLUMN[column].kind == "sum" else len(counted)
        for (place, column), counted in members.items()
    }
