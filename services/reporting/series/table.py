"""A series as a table: a line for each cut-off and filer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.csv_text import CsvCell, CsvTable
from services.reporting.forms.documents.wording import (
    DISTINCT,
    FILER,
    SUM,
    UNCREDITED,
    UNTIL,
    heading,
    spoken,
)

_TOTALS = {"sum": SUM, "distinct": DISTINCT, "uncredited": UNCREDITED}


def series_table(document: Mapping[str, Any]) -> CsvTable:
    keys = [column["key"] for column in document["columns"]]
    headers = [UNTIL, FILER, *map(heading, document["columns"])]
    return CsvTable(headers, _lines(document, keys))


def _lines(document: Mapping[str, Any], keys: Sequence[str]) -> Iterator[list[CsvCell]]:
    totals = document.get("totals", {})
    named = [(row["filer"]["name"], row["values"]) for row in document["rows"]]
    named += [(label, totals[key]) for key, label in _TOTALS.items() if key in totals]
    for at, point in enumerate(document["points"]):
        until = spoken(point["occurred_until"])
        for name, values in named:
            yield [until, name, *(values[key][at] for key in keys)]
