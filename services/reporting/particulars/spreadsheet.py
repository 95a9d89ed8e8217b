"""A list as a spreadsheet: title, one header row that repeats in print, a line each, the total last."""

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from services.reporting.forms.documents.money import wan_yuan
from services.reporting.forms.documents.styles import Styles
from services.reporting.particulars.heights import height_of
from services.reporting.particulars.table import TOTAL, Asked, Table, table
from services.reporting.particulars.words.line import Fen, Value
from shared.instant import parse_instant

SHEET = "明细台账"
_TITLE_ROW, _SUBTITLE_ROW, HEADER_ROW = range(3)
FIRST_LINE = HEADER_ROW + 1
_A4 = 9
_CHARACTER, _PADDING = 1.95, 1.2
"""A Chinese character in the width of a digit, which is what spreadsheets measure columns in."""


def particulars_spreadsheet(asked: Asked) -> bytes:
    """The same list gives the same bytes."""
    shown = table(asked)
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        made = parse_instant(shown.occurred_until).astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": shown.title, "created": made})
        _List(book, shown).write()
    return content.getvalue()


class _List:
    def __init__(self, book: Workbook, shown: Table) -> None:
        self.shown = shown
        self.sheet: Worksheet = book.add_worksheet(SHEET)
        self.styles = Styles(book)
        self.last_column = len(shown.headings) - 1

    def write(self) -> None:
        styles, shown = self.styles, self.shown
        self._across(_TITLE_ROW, shown.title, styles.title, height=32)
        self._across(_SUBTITLE_ROW, shown.subtitle, styles.subtitle, height=20)
        self._height(HEADER_ROW, [heading.label for heading in shown.headings])
        for place, each in enumerate(shown.headings):
            self.sheet.set_column(place, place, each.width * _CHARACTER + _PADDING)
            self.sheet.write_string(HEADER_ROW, place, each.label, styles.header)
        row = FIRST_LINE
        for line in shown.lines:
            self._line(row, line)
            row += 1
        self._total(row)
        for note in (*shown.notes, shown.origin):
            row += 1
            self._across(row, note, styles.line, height=20)
        self._print_setup(row)

    def _line(self, row: int, line: Sequence[Value]) -> None:
        self._height(row, line)
        for place, value in enumerate(line):
            self._cell(row, place, value)

    def _height(self, row: int, line: Sequence[Value]) -> None:
        pairs = zip(line, self.shown.headings, strict=True)
        self.sheet.set_row(
            row, height_of((value, heading.width) for value, heading in pairs if isinstance(value, str))
        )

    def _cell(self, row: int, place: int, value: Value) -> None:
        """Texts are written as texts whatever they begin with, and stay so when they are edited."""
        if isinstance(value, Fen):
            self.sheet.write_number(row, place, float(wan_yuan(value.fen)), self.styles.money)
        elif isinstance(value, int):
            self.sheet.write_number(row, place, value, self.styles.count)
        else:
            self.sheet.write_string(row, place, value, self.styles.entry)

    def _total(self, row: int) -> None:
        styles, total = self.styles, self.shown.total
        for place in range(self.last_column + 1):
            self.sheet.write_blank(row, place, None, styles.total_label)
        self.sheet.write_string(row, 0, TOTAL, styles.total_label)
        if isinstance(total, Fen):
            self.sheet.write_number(row, self.shown.weighed, float(wan_yuan(total.fen)), styles.total_money)
        else:
            self.sheet.write_number(row, self.shown.weighed, total, styles.total_count)

    def _across(self, row: int, text: str, style: Any, *, height: float) -> None:
        """Written apart: merging reads a text that begins with = as a formula."""
        self.sheet.set_row(row, height)
        self.sheet.merge_range(row, 0, row, self.last_column, "", style)
        self.sheet.write_string(row, 0, text, style)

    def _print_setup(self, last_row: int) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
        sheet.center_horizontally()
        sheet.repeat_rows(HEADER_ROW)
        sheet.freeze_panes(FIRST_LINE, 2)
        if self.shown.lines:
            sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(self.shown.lines), self.last_column)
        sheet.print_area(0, 0, last_row, self.last_column)
        sheet.set_footer(f"&L&7{self.shown.origin}&R&8第 &P 页，共 &N 页", {"margin": 0.3})
