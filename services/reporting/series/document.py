"""The answer: the cells of a form at each of many cut-offs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from services.reporting.counting.columns import Column
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.figures import Figures
from services.reporting.forms.documents.filers import filers_of, named_filer
from services.reporting.forms.documents.money import shown
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM
from services.reporting.reading.asked_form import Form
from services.reporting.series.chosen import Chosen
from services.reporting.subjects.organisation import Organisation
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject

Rows: TypeAlias = Sequence[Mapping[str, int]]


def series_document(
    form: Form,
    by: str,
    cutoffs: Sequence[int],
    figures: Sequence[Figures],
    chosen: Chosen,
    organisations: Mapping[str, Organisation],
) -> JsonObject:
    """`figures` as they are at each of the cut-offs; the last one is that of the report."""
    active: set[str] = set().union(*(each.active for each in figures))
    filers = filers_of(form, active | chosen.named(), organisations)
    return (
        form.named()
        | {
            "by": by,
            "points": [{"occurred_until": write_instant(moment_at(cutoff))} for cutoff in cutoffs],
            "columns": [
                {"key": each.key, "label": each.label, "path": list(each.path)} for each in chosen.columns
            ],
            "rows": [
                {
                    "filer": named_filer(filer, form.moment, organisations),
                    "values": _values(chosen.columns, _rows(form, filer, figures)),
                }
                for filer in chosen.rows(filers)
            ],
        }
        | _totals(form.annex, figures, chosen, filers)
    )


def _rows(form: Form, filer: str, figures: Sequence[Figures]) -> Iterator[Rows | None]:
    """None where the form has no row of the filer: the campaign does not list it, and it had nothing yet."""
    listed = filer in form.campaign.filers[form.annex]
    for each in figures:
        yield [each.row(form.annex, filer)] if listed or filer in each.active else None


def _totals(annex: str, figures: Sequence[Figures], chosen: Chosen, filers: Sequence[str]) -> JsonObject:
    """Absent where they may not be seen, or were not asked for."""
    found: JsonObject = {}
    if chosen.total(SUM, annex):
        found["sum"] = _values(
            chosen.columns, ([each.row(annex, filer) for filer in filers] for each in figures)
        )
    if chosen.total(DISTINCT, annex):
        found["distinct"] = _values(chosen.columns, ([each.distinct_row(annex)] for each in figures))
    if chosen.total(NOBODY, annex):
        found["uncredited"] = _values(chosen.columns, ([each.row(annex, UNCREDITED)] for each in figures))
    return {"totals": found} if found else {}


def _values(columns: Sequence[Column], at_each: Iterable[Rows | None]) -> JsonObject:
    """By column: at each cut-off the sum of these rows."""
    rows = list(at_each)
    return {column.key: [_sum(column, of_cutoff) for of_cutoff in rows] for column in columns}


def _sum(column: Column, rows: Rows | None) -> int | str | None:
    return None if rows is None else shown(column, sum(row[column.key] for row in rows))
