"""Figures from cells that differences of marks were added up to, in the database or day by day."""

from collections import Counter
from collections.abc import Callable, Mapping

from services.reporting.counting.columns import COLUMN, FILER_KINDS, annex_of_filer
from services.reporting.counting.figures import Figures


def total_place(annex: str) -> str:
    """Where a shared column keeps its distinct total, beside the filers; no filer is called so."""
    return f"*{annex}"


_TOTALS = {total_place(annex): annex for annex in FILER_KINDS}


def figures_from_cells(
    values: Mapping[tuple[str, str], int], kind_of: Callable[[str], str | None]
) -> Figures:
    """Where no member is shared, the distinct total is the sum over all filers and over none."""
    cells = {key: value for key, value in values.items() if key[0] not in _TOTALS}
    distinct: Counter[tuple[str, str]] = Counter(
        {(_TOTALS[place], column): value for (place, column), value in values.items() if place in _TOTALS}
    )
    for (filer, column), value in cells.items():
        if not COLUMN[column].shared:
            distinct[annex_of_filer(kind_of(filer)), column] += value
    return Figures(cells, distinct)
