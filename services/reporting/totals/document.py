"""The answer: both totals of a table, and why they differ."""

from collections.abc import Mapping, Sequence

from services.reporting.forms.documents.money import shown
from services.reporting.reading.asked_form import Form
from services.reporting.totals.differing import ColumnTotals
from shared.json_types import JsonObject


def totals_document(
    form: Form, totals: Sequence[ColumnTotals], town: Mapping[str, int], limit: int
) -> JsonObject:
    return form.named() | {"columns": [_column(each, town, limit) for each in totals]}


def _column(totals: ColumnTotals, town: Mapping[str, int], limit: int) -> JsonObject:
    column = totals.column
    return {
        "key": column.key,
        "label": column.label,
        "sum": shown(column, totals.sum),
        "distinct": shown(column, totals.distinct),
        "town": shown(column, town.get(column.key, 0)),
        "differing": [
            {"kind": column.counts, "id": member.id, "filers": list(member.filers)}
            for member in totals.differing[:limit]
        ],
        "more": max(0, len(totals.differing) - limit),
    }
