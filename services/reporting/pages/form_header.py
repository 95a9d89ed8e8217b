"""What a page needs of a form beside its figures: the rows of its header, and the names of its filers."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.header import DEPTH, HeaderCell, header_cells
from services.reporting.forms.documents.wording import FILER
from shared.json_types import JsonObject


def header_of(document: JsonObject) -> list[list[HeaderCell]]:
    columns: Any = document["columns"]
    return header_above(columns)


def header_above(columns: Sequence[Mapping[str, Any]]) -> list[list[HeaderCell]]:
    cells = list(header_cells([{"label": FILER, "path": []}, *columns]))
    return [[cell for cell in cells if cell.first_row == row] for row in range(DEPTH)]


def names_in(document: JsonObject) -> dict[str, str]:
    rows: Any = document["rows"]
    return {row["filer"]["id"]: row["filer"]["name"] for row in rows}
