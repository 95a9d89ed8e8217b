"""The answer: how many of its units were inspected, by filer and for the whole table."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from services.reporting.counting.columns import DEPARTMENTS_FORM, FILER_KINDS
from services.reporting.coverage.covered import Coverage
from services.reporting.forms.documents.by_filer import by_filer, table_by_filer
from services.reporting.forms.documents.csv_text import CsvTable
from services.reporting.forms.documents.decimals import percentage
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation
from shared.json_types import JsonObject

_HEADERS = {
    "units": "监管单位（家）",
    "inspected": "已检查（家）",
    "rate": "检查覆盖率（%）",
    "inspected_by_filer": "本单位检查（家）",
    "rate_by_filer": "本单位检查覆盖率（%）",
}


def coverage_document(
    form: Form,
    organisations: Mapping[str, Organisation],
    only: frozenset[str] | None,
    coverage: Mapping[str, Coverage],
) -> JsonObject:
    """A unit has one village and at most one department: in the total of a table it counts once."""
    kind = FILER_KINDS[form.annex]
    of_table = {
        filer: its
        for filer, its in coverage.items()
        if filer in organisations and organisations[filer].kind == kind
    }
    return by_filer(
        form,
        organisations,
        only,
        set(of_table),
        lambda filer: _shown(form.annex, of_table.get(filer, Coverage())),
        lambda: _shown(form.annex, reduce(Coverage.plus, of_table.values(), Coverage())),
    )


def _shown(annex: str, of_filer: Coverage) -> JsonObject:
    """Villages inspect nothing that is counted as inspected."""
    shown: JsonObject = {
        "units": of_filer.units,
        "inspected": of_filer.inspected,
        "rate": percentage(of_filer.inspected, of_filer.units),
    }
    if annex != DEPARTMENTS_FORM:
        return shown
    return shown | {
        "inspected_by_filer": of_filer.by_filer,
        "rate_by_filer": percentage(of_filer.by_filer, of_filer.units),
    }


def coverage_table(document: Mapping[str, Any]) -> CsvTable:
    keys = list(_HEADERS) if document["annex"] == DEPARTMENTS_FORM else list(_HEADERS)[:3]
    return table_by_filer(document, [_HEADERS[key] for key in keys], lambda said: [said[key] for key in keys])
