"""Which cells of the forms a mark counts in: a filer's, both totals, or that of no filer."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from services.reporting.counting.columns import FILER_KINDS, annex_of_filer, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.filing import files
from services.reporting.counting.mark import Mark
from services.reporting.differences.scope import Scope
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM
from services.reporting.subjects.campaign import Campaign


class Cell(NamedTuple):
    annex: str
    filer: str
    """A filer's id, or as `lineage.place` names the cells that are no filer's."""
    column: str


class Counted(NamedTuple):
    """What is counted in a cell, each once."""

    cell: Cell
    filer: str
    """Who is credited; empty where a member counts once whoever is."""
    member: str


KindOf: TypeAlias = Callable[[str], str | None]
_KEYS = {annex: frozenset(column.key for column in columns_of(annex)) for annex in FILER_KINDS}


class Frame:
    """The campaign's filers and the kinds of organisations, as one of the reports knows them."""

    def __init__(self, campaign: Campaign | None, kind_of: KindOf, scope: Scope) -> None:
        self._campaign, self._kind_of = campaign, kind_of
        self._annexes, self._only = scope.annexes, scope.only
        self._known: dict[tuple[str, str], list[tuple[Cell, bool]]] = {}

    def counted_by(self, mark: Mark) -> Iterator[Counted]:
        key = mark.filer, mark.column
        cells = self._known.get(key)
        if cells is None:
            cells = self._known[key] = list(self._cells_of(*key))
        for cell, apart in cells:
            yield Counted(cell, mark.filer if apart else "", mark.member)

    def _cells_of(self, filer: str, column: str) -> Iterator[tuple[Cell, bool]]:
        for annex in self._annexes:
            if column not in _KEYS[annex]:
                continue
            if self._campaign is not None and files(filer, annex, self._campaign, self._kind_of):
                if self._only is None or filer in self._only:
                    yield Cell(annex, filer, column), True
                if self._only is None:
                    yield Cell(annex, SUM, column), True
            if self._only is None and annex_of_filer(self._kind_of(filer)) == annex:
                yield Cell(annex, DISTINCT, column), False
                if filer == UNCREDITED:
                    yield Cell(annex, NOBODY, column), True
