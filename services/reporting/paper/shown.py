"""The figures of a form as paper carries them, and back as an answer document to be shown."""

from collections.abc import Mapping
from typing import Any

from services.reporting.counting.columns import columns_of
from services.reporting.forms.documents.document import columns_shown
from services.reporting.forms.documents.money import fen, shown
from services.reporting.forms.documents.wording import NAMES, NOT_FILED
from services.reporting.paper.report import PaperReport, PaperRow
from shared.json_types import JsonObject

_TOTALS = {"sum": "total:sum", "distinct": "total:distinct"}


def rows_of(document: Mapping[str, Any]) -> tuple[PaperRow, ...]:
    """Of an answer document, its totals last; a row without cells was not reported."""
    rows = [(row["filer"]["id"], row["filer"]["name"], row["cells"]) for row in document["rows"]]
    totals: Mapping[str, Any] = document.get("totals", {})
    rows += [(id_, "", totals[kind]) for kind, id_ in _TOTALS.items() if kind in totals]
    return tuple(
        PaperRow(id_, name, () if cells is None else _figures(document["annex"], cells))
        for id_, name, cells in rows
    )


def document_of(report: PaperReport) -> JsonObject:
    """Of a whole report. It has no title: paper names the report, not the campaign."""
    rows = {row.filer: row for row in report.rows}
    totals = {kind: rows.pop(id_) for kind, id_ in _TOTALS.items() if id_ in rows}
    answer: JsonObject = {
        "annex": report.annex,
        "campaign": report.campaign,
        "title": f"{NAMES[report.annex]}　{report.name}",
        "policy": report.policy,
        "occurred_until": report.occurred_until,
        "positions": report.positions,
        "digest": report.digest,
        "columns": columns_shown(report.annex),
        "rows": [
            {"filer": {"id": row.filer, "name": printed_name(row)}, "cells": cells_of(report.annex, row)}
            for row in rows.values()
        ],
        "warnings": [],
    }
    if totals:
        answer["totals"] = {kind: cells_of(report.annex, row) for kind, row in totals.items()}
    return answer


def printed_name(row: PaperRow) -> str:
    return row.name if row.figures else row.name + NOT_FILED


def cells_of(annex: str, row: PaperRow) -> dict[str, int | str]:
    """As the form shows them; nothing where it was not reported."""
    columns = columns_of(annex)
    if not row.figures:
        return {column.key: "" for column in columns}
    return {column.key: shown(column, figure) for column, figure in zip(columns, row.figures, strict=True)}


def _figures(annex: str, cells: Mapping[str, int | str]) -> tuple[int, ...]:
    values = (cells[column.key] for column in columns_of(annex))
    return tuple(value if isinstance(value, int) else fen(value) for value in values)
