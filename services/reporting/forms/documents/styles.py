"""The look of a form: the fonts that Chinese offices use, thin borders, centred cells."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_TITLE_FONT, _HEADER_FONT, _TEXT_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
_COUNT = "0"
_MONEY = "0.0000##"
"""万元: at least four decimals, up to six when fen are present."""


class Styles:
    """Text cells carry the quote prefix, so that what looks like a formula stays text when it is edited."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.corner = self._text(_HEADER_FONT, 12, align="left")
        self.title = self._text(_TITLE_FONT, 18)
        self.subtitle = self._text(_TEXT_FONT, 12)
        self.line = self._text(_TEXT_FONT, 12, align="left", text_wrap=True)
        self.header = self._text(_HEADER_FONT, 10, border=1, text_wrap=True)
        self.filer = self._text(_TEXT_FONT, 11, border=1, text_wrap=True)
        self.entry = self._text(_TEXT_FONT, 10, align="left", border=1, text_wrap=True)
        self.count = self._number(_COUNT)
        self.money = self._number(_MONEY)
        self.total_label = self._text(_HEADER_FONT, 11, border=1, bg_color="#F2F2F2")
        self.total_count = self._number(_COUNT, bold=True, bg_color="#F2F2F2")
        self.total_money = self._number(_MONEY, bold=True, bg_color="#F2F2F2")

    def _text(self, font: str, size: int, **more: Any) -> Format:
        return self._format(font_name=font, font_size=size, quote_prefix=True, **more)

    def _number(self, shown_as: str, **more: Any) -> Format:
        return self._format(
            font_name=_TEXT_FONT, font_size=11, num_format=shown_as, border=1, shrink=True, **more
        )

    def _format(self, **properties: Any) -> Format:
        return self._book.add_format({"align": "center", "valign": "vcenter"} | properties)
