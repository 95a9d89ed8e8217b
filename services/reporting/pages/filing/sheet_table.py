"""The table of a consolidated sheet: the notice's header over the rows that were signed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.forms.documents.header import DEPTH, HeaderCell, header_cells
from services.reporting.forms.documents.wording import FILER


@dataclass(frozen=True, slots=True)
class SheetTable:
    header: Sequence[Sequence[HeaderCell]]
    document: Mapping[str, Any]
    """As the API answers it."""


def sheet_table(document: Mapping[str, Any]) -> SheetTable:
    cells = list(header_cells([{"label": FILER, "path": []}, *document["columns"]]))
    return SheetTable([[cell for cell in cells if cell.first_row == row] for row in range(DEPTH)], document)
