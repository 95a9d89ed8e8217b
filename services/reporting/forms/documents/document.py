"""The answer document: one form as the API, the terminal and the spreadsheets show it."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from services.reporting.counting.columns import COLUMN, DEPARTMENTS_FORM, columns_of
from services.reporting.counting.figures import Figures
from services.reporting.forms.documents.checks import Remark, remark_on_uncredited, remarks_on_row
from services.reporting.forms.documents.digest import figures_digest
from services.reporting.forms.documents.filers import filers_of, named_filer
from services.reporting.forms.documents.money import shown
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation
from shared.json_types import Json, JsonObject

Shown: TypeAlias = Mapping[str, Mapping[str, int | str]]
"""By filer, or by kind of total, and column."""


def document(
    form: Form, figures: Figures, organisations: Mapping[str, Organisation], only: frozenset[str] | None
) -> JsonObject:
    """`only` are the filers whose rows may be seen, without any totals; None for all of them."""
    filers = filers_of(form, figures.active, organisations)
    seen = [filer for filer in filers if only is None or filer in only]
    rows = {filer: figures.row(form.annex, filer) for filer in seen}
    cells = {filer: _shown(row) for filer, row in rows.items()}
    totals = _totals(form, figures, rows) if only is None else None
    answer = _heading(form) | {
        "digest": _digest(form, cells, totals),
        "columns": columns_shown(form.annex),
        "rows": [
            {"filer": named_filer(filer, form.moment, organisations), "cells": cells[filer]} for filer in seen
        ],
    }
    if totals is not None:
        answer["totals"] = totals
    answer["warnings"] = [remark.to_json() for remark in _remarks(form, figures, rows, only is None)]
    return answer


def document_of_row(
    form: Form, filer: JsonObject, row: Mapping[str, int], digest: str, beside: JsonObject
) -> JsonObject:
    """Of one row that is known already, as `document` would have it; without its warnings."""
    shown: JsonObject = {"filer": filer, "cells": _shown(row)}
    return _heading(form) | {
        "digest": digest,
        "columns": columns_shown(form.annex),
        "rows": [shown | beside],
    }


def columns_shown(annex: str) -> list[Json]:
    return [
        {"key": column.key, "label": column.label, "path": list(column.path)} for column in columns_of(annex)
    ]


def _totals(form: Form, figures: Figures, rows: Mapping[str, Mapping[str, int]]) -> Shown:
    keys = [column.key for column in columns_of(form.annex)]
    sums = {key: sum(row[key] for row in rows.values()) for key in keys}
    return {"sum": _shown(sums), "distinct": _shown(figures.distinct_row(form.annex))}


def _heading(form: Form) -> JsonObject:
    return form.named() | {
        "title": form.campaign.form_titles.get(form.annex, form.campaign.title),
        "foot_note": form.campaign.foot_notes.get(form.annex, ""),
    }


def _digest(form: Form, cells: Shown, totals: Shown | None) -> str:
    return figures_digest(
        annex=form.annex,
        campaign=form.campaign.id,
        policy_hash=form.policy_hash,
        occurred_until=form.occurred_until,
        positions=form.positions,
        rows=cells,
        totals=totals,
    )


def _remarks(
    form: Form, figures: Figures, rows: Mapping[str, Mapping[str, int]], whole: bool
) -> Iterable[Remark]:
    for filer, row in rows.items():
        yield from remarks_on_row(filer, row)
    if whole and form.annex == DEPARTMENTS_FORM:
        yield from remark_on_uncredited(figures.uncredited())


def _shown(row: Mapping[str, int]) -> dict[str, int | str]:
    return {key: shown(COLUMN[key], value) for key, value in row.items()}
