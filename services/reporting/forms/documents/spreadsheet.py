"""A form as a spreadsheet in the notice's layout: title, three header rows, filers, totals, foot note."""

from collections.abc import Mapping
from datetime import UTC
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from services.reporting.forms.documents.header import DEPTH, header_cells
from services.reporting.forms.documents.styles import Styles
from services.reporting.forms.documents.widths import FILER_CHARACTERS, broken, column_widths
from services.reporting.forms.documents.wording import (
    DISTINCT,
    FILER,
    NAMES,
    REPORTER,
    SUBTITLE,
    SUM,
    TELEPHONE,
    origin,
    title,
)
from shared.instant import parse_instant

_ANNEX_ROW, _TITLE_ROW, _SUBTITLE_ROW, _SIGNER_ROW, HEADER_ROW = range(5)
FIRST_FILER_ROW = HEADER_ROW + DEPTH
_A4 = 9
_HEADER_HEIGHTS = (22, 28, 36)
_ONE_LINE, _TWO_LINES = 22, 33


def spreadsheet(document: Mapping[str, Any], demo_clock: str | None = None) -> bytes:
    """The same document gives the same bytes."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        made = parse_instant(document["occurred_until"]).astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title(document), "created": made})
        _Form(book, document, demo_clock).write()
    return content.getvalue()


class _Form:
    def __init__(self, book: Workbook, document: Mapping[str, Any], demo_clock: str | None) -> None:
        self.document, self.demo_clock = document, demo_clock
        self.sheet: Worksheet = book.add_worksheet(NAMES[document["annex"]])
        self.styles = Styles(book)
        self.columns: list[Mapping[str, Any]] = document["columns"]
        self.last_column = len(self.columns)

    def write(self) -> None:
        self._top()
        self._header()
        row = FIRST_FILER_ROW
        for line in self.document["rows"]:
            self._figures(row, line["filer"]["name"], line["cells"])
            row += 1
        for label, key in ((SUM, "sum"), (DISTINCT, "distinct")):
            if "totals" in self.document:
                self._figures(row, label, self.document["totals"][key], total=True)
                row += 1
        self._across(row, self.document.get("foot_note", ""), self.styles.line, height=_ONE_LINE)
        self._print_setup(row)

    def _top(self) -> None:
        styles, middle = self.styles, self.last_column // 2
        self._across(_ANNEX_ROW, NAMES[self.document["annex"]], styles.corner, height=18)
        self._across(_TITLE_ROW, title(self.document), styles.title, height=32)
        self._across(_SUBTITLE_ROW, SUBTITLE, styles.subtitle, height=20)
        self.sheet.set_row(_SIGNER_ROW, 24)
        self.sheet.merge_range(_SIGNER_ROW, 0, _SIGNER_ROW, middle - 1, REPORTER, styles.line)
        self.sheet.merge_range(_SIGNER_ROW, middle, _SIGNER_ROW, self.last_column, TELEPHONE, styles.line)

    def _across(self, row: int, text: str, style: Any, *, height: float) -> None:
        self.sheet.set_row(row, height)
        self.sheet.merge_range(row, 0, row, self.last_column, "", style)
        self.sheet.write_string(row, 0, text, style)

    def _header(self) -> None:
        for offset, height in enumerate(_HEADER_HEIGHTS):
            self.sheet.set_row(HEADER_ROW + offset, height)
        filer = {"label": FILER, "path": []}
        for cell in header_cells([filer, *self.columns]):
            top, bottom = HEADER_ROW + cell.first_row, HEADER_ROW + cell.last_row
            if (top, cell.first_column) == (bottom, cell.last_column):
                self.sheet.write_string(top, cell.first_column, broken(cell.text), self.styles.header)
            else:
                place = (top, cell.first_column, bottom, cell.last_column)
                self.sheet.merge_range(*place, broken(cell.text), self.styles.header)

    def _figures(self, row: int, label: str, cells: Mapping[str, int | str], *, total: bool = False) -> None:
        styles = self.styles
        self.sheet.set_row(row, _ONE_LINE if len(label) <= FILER_CHARACTERS else _TWO_LINES)
        self.sheet.write_string(row, 0, label, styles.total_label if total else styles.filer)
        for place, column in enumerate(self.columns, start=1):
            value = cells[column["key"]]
            if isinstance(value, int):
                self.sheet.write_number(row, place, value, styles.total_count if total else styles.count)
            else:
                style = styles.total_money if total else styles.money
                self.sheet.write_number(row, place, float(value), style)

    def _print_setup(self, last_row: int) -> None:
        sheet = self.sheet
        for place, width in enumerate(column_widths([column["label"] for column in self.columns])):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.75)
        sheet.center_horizontally()
        sheet.repeat_rows(HEADER_ROW, FIRST_FILER_ROW - 1)
        sheet.freeze_panes(FIRST_FILER_ROW, 1)
        sheet.print_area(0, 0, last_row, self.last_column)
        where = origin(self.document, self.demo_clock)
        sheet.set_footer(f"&L&7{where}\n{self.document['digest']}&R&8第 &P 页，共 &N 页", {"margin": 0.3})
