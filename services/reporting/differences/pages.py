"""Differences page by page: the cells in the order of the forms, and so many parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.reporting.counting.columns import COLUMNS
from services.reporting.differences.explaining import CellDifference, Differences
from services.reporting.differences.frame import Cell
from services.reporting.differences.parts import Part
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM
from services.reporting.lineage.sources import Source
from services.reporting.subjects.campaign import Campaign

_COLUMN_AT = {column.key: place for place, column in enumerate(COLUMNS)}
_LAST = (NOBODY, SUM, DISTINCT)


@dataclass(frozen=True, slots=True)
class Page:
    cells: Sequence[tuple[Cell, CellDifference, Sequence[Part]]]
    """Each with those of its parts that are on this page."""
    next: int | None
    """How many parts come before the page after this."""

    @property
    def sources(self) -> set[Source]:
        return {event.source for *_, parts in self.cells for part in parts for event in part.events}


def page_of(differences: Differences, campaign: Campaign, after: int, limit: int) -> Page:
    cells = []
    passed = 0
    for cell in sorted(differences, key=in_form(campaign)):
        difference = differences[cell]
        start, end = max(after - passed, 0), after + limit - passed
        passed += len(difference.parts)
        parts = difference.parts[start:end] if end > 0 else []
        if parts:
            cells.append((cell, difference, parts))
    return Page(cells, after + limit if passed > after + limit else None)


def in_form(campaign: Campaign) -> Callable[[Cell], tuple[str, int, str, int]]:
    """A key that sorts cells as the campaign's forms have them."""
    places: dict[tuple[str, str], int] = {}
    for annex, filers in campaign.filers.items():
        places |= {(annex, filer): place for place, filer in enumerate(filers)}

    def key(cell: Cell) -> tuple[str, int, str, int]:
        last = len(places) + (1 + _LAST.index(cell.filer) if cell.filer in _LAST else 0)
        return cell.annex, places.get((cell.annex, cell.filer), last), cell.filer, _COLUMN_AT[cell.column]

    return key
