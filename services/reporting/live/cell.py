"""The cells of both forms that an account may see, with the values that the forms show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from services.reporting.counting.columns import COLUMN, DEPARTMENTS_FORM, FILER_KINDS, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.figures import Figures
from services.reporting.forms.documents.filers import filers_of
from services.reporting.forms.documents.money import wan_yuan
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation


class Cell(NamedTuple):
    annex: str
    filer: str
    """A filer's id, or a name for what is no filer's, as in `lineage/place.py`."""
    column: str


Value: TypeAlias = int | str | None
"""None where its row is not in the form any more."""
Cells: TypeAlias = Mapping[Cell, Value]


@dataclass(frozen=True, slots=True)
class Seen:
    """A campaign as it is now."""

    form: Form
    """Of either annex: the other one is named alike."""
    figures: Figures
    organisations: Mapping[str, Organisation]


def visible_cells(seen: Seen, only: frozenset[str] | None) -> Cells:
    """`only` are the filers whose rows may be seen, without any totals; None for all of them, with totals."""
    figures = seen.figures
    found: dict[Cell, Value] = {}
    for annex in FILER_KINDS:
        filers = filers_of(replace(seen.form, annex=annex), figures.active, seen.organisations)
        rows = {filer: figures.row(annex, filer) for filer in filers if only is None or filer in only}
        if only is None:
            sums = {column.key: sum(row[column.key] for row in rows.values()) for column in columns_of(annex)}
            rows |= {SUM: sums, DISTINCT: figures.distinct_row(annex)}
            if annex == DEPARTMENTS_FORM:
                rows[NOBODY] = figures.row(annex, UNCREDITED)
        for filer, row in rows.items():
            found |= {Cell(annex, filer, column): _shown(column, value) for column, value in row.items()}
    return found


def _shown(column: str, value: int) -> int | str:
    return wan_yuan(value) if COLUMN[column].kind == "sum" else value
