"""A form as a spreadsheet in the notice's layout: title, three header rows, filers, totals, foot note."""

from datetime import UTC
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from services.reporting.forms.documents.header import DEPTH
from services.reporting.forms.documents.sheet import Line, Sheet
from services.reporting.forms.documents.styles import Styles
from services.reporting.forms.documents.widths import FILER_CHARACTERS, broken, column_widths, lines_across
from services.reporting.forms.documents.wording import SUBTITLE
from shared.instant import parse_instant

_ANNEX_ROW, _TITLE_ROW, _SUBTITLE_ROW, _SIGNER_ROW, HEADER_ROW = range(5)
FIRST_FILER_ROW = HEADER_ROW + DEPTH
_A4 = 9
_HEADER_HEIGHTS = (22, 28, 36)
_ONE_LINE, _TWO_LINES = 22, 33


def spreadsheet(sheet: Sheet) -> bytes:
    """The same sheet gives the same bytes."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        made = parse_instant(sheet.occurred_until).astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": sheet.title, "created": made})
        _Form(book, sheet).write()
    return content.getvalue()


class _Form:
    def __init__(self, book: Workbook, shown: Sheet) -> None:
        self.shown = shown
        self.sheet: Worksheet = book.add_worksheet(shown.annex)
        self.styles = Styles(book)
        self.last_column = len(shown.labels)

    def write(self) -> None:
        self._top()
        self._header()
        row = FIRST_FILER_ROW
        for line in self.shown.lines:
            self._line(row, line)
            row += 1
        self._across(row, self.shown.foot_note, self.styles.line, height=_ONE_LINE)
        for text in (*self.shown.notes, *self.shown.standing, self.shown.signature_line):
            if text:
                row += 1
                self._across(row, text, self.styles.line, height=_ONE_LINE * lines_across(text))
        self._print_setup(row)

    def _top(self) -> None:
        styles, middle = self.styles, self.last_column // 2
        self._across(_ANNEX_ROW, self.shown.annex, styles.corner, height=18)
        self._across(_TITLE_ROW, self.shown.title, styles.title, height=32)
        self._across(_SUBTITLE_ROW, SUBTITLE, styles.subtitle, height=20)
        self.sheet.set_row(_SIGNER_ROW, 24)
        self._merged(_SIGNER_ROW, (0, middle - 1), self.shown.reporter, styles.line)
        self._merged(_SIGNER_ROW, (middle, self.last_column), self.shown.telephone, styles.line)

    def _across(self, row: int, text: str, style: Any, *, height: float) -> None:
        self.sheet.set_row(row, height)
        self._merged(row, (0, self.last_column), text, style)

    def _merged(self, row: int, columns: tuple[int, int], text: str, style: Any) -> None:
        """Written apart: merging reads a text that begins with = as a formula."""
        first, last = columns
        self.sheet.merge_range(row, first, row, last, "", style)
        self.sheet.write_string(row, first, text, style)

    def _header(self) -> None:
        for offset, height in enumerate(_HEADER_HEIGHTS):
            self.sheet.set_row(HEADER_ROW + offset, height)
        for cell in self.shown.header:
            top, bottom = HEADER_ROW + cell.first_row, HEADER_ROW + cell.last_row
            if (top, cell.first_column) == (bottom, cell.last_column):
                self.sheet.write_string(top, cell.first_column, broken(cell.text), self.styles.header)
            else:
                place = (top, cell.first_column, bottom, cell.last_column)
                self.sheet.merge_range(*place, broken(cell.text), self.styles.header)

    def _line(self, row: int, line: Line) -> None:
        styles, total = self.styles, line.total
        self.sheet.set_row(row, _ONE_LINE if len(line.label) <= FILER_CHARACTERS else _TWO_LINES)
        self.sheet.write_string(row, 0, line.label, styles.total_label if total else styles.filer)
        for place, value in enumerate(line.values, start=1):
            if isinstance(value, str):
                style = styles.total_money if total else styles.money
                self.sheet.write_number(row, place, float(value), style)
            elif value is None:
                self.sheet.write_blank(row, place, None, styles.count)
            else:
                self.sheet.write_number(row, place, value, styles.total_count if total else styles.count)

    def _print_setup(self, last_row: int) -> None:
        sheet = self.sheet
        for place, width in enumerate(column_widths(list(self.shown.labels))):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.75)
        sheet.center_horizontally()
        sheet.repeat_rows(HEADER_ROW, FIRST_FILER_ROW - 1)
        sheet.freeze_panes(FIRST_FILER_ROW, 1)
        sheet.print_area(0, 0, last_row, self.last_column)
        footer = f"&L&7{self.shown.origin}\n{self.shown.digest}&R&8第 &P 页，共 &N 页"
        sheet.set_footer(footer, {"margin": 0.3})
