"""The table of a form in WordprocessingML; its three header rows stand on every page."""

from collections.abc import Iterator, Sequence

from services.reporting.forms.documents.header import DEPTH, HeaderCell
from services.reporting.forms.documents.sheet import Line, Sheet
from services.reporting.forms.documents.widths import broken, column_widths
from services.reporting.forms.documents.xml_text import xml_escaped

_TABLE_WIDTH = 15_350
"""Twentieths of a point: A4 landscape less its margins."""
_HEAD, _TEXT, _TOTAL = "FormHead", "FormText", "FormTotal"
"""Styles of the template."""
_POINT = 20
_TEXT_SIZE = 9.5
"""Of the style of figures."""
_SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(sheet: Sheet) -> str:
    widths = _widths(sheet.labels)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [*_header(sheet.header, widths), *(_line(line, widths) for line in sheet.lines)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TABLE_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="20" w:type="dxa"/><w:right w:w="20" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(labels: Sequence[str]) -> list[int]:
    relative = column_widths(list(labels))
    return [int(width * _TABLE_WIDTH / sum(relative)) for width in relative]


def _header(cells: Sequence[HeaderCell], widths: Sequence[int]) -> Iterator[str]:
    for row in range(DEPTH):
        inside = [cell for cell in cells if cell.first_row <= row <= cell.last_row]
        made = (_header_cell(cell, row, widths) for cell in sorted(inside, key=lambda one: one.first_column))
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(made)}</w:tr>"


def _header_cell(cell: HeaderCell, row: int, widths: Sequence[int]) -> str:
    """A cell over several rows begins in the first; in the others it is empty and goes on."""
    columns = slice(cell.first_column, cell.last_column + 1)
    span = cell.last_column - cell.first_column + 1
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell.last_row > cell.first_row:
        merged += '<w:vMerge w:val="restart"/>' if row == cell.first_row else "<w:vMerge/>"
    text = broken(cell.text) if row == cell.first_row else ""
    return _cell(text, sum(widths[columns]), _HEAD, merged)


def _line(line: Line, widths: Sequence[int]) -> str:
    style, shade = (_TOTAL, _SHADED) if line.total else (_TEXT, "")
    made = (
        _cell(text, width, style, shade)
        for text, width in zip((line.label, *line.texts), widths, strict=True)
    )
    return (
        '<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="350" w:hRule="atLeast"/></w:trPr>'
        f"{''.join(made)}</w:tr>"
    )


def _cell(text: str, width: int, style: str, more: str) -> str:
    """A text is a text whatever it looks like: Word computes only what is a field."""
    written = [f'<w:t xml:space="preserve">{xml_escaped(line)}</w:t>' for line in text.split("\n")]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"<w:r>{_size(text, width)}{'<w:br/>'.join(written)}</w:r></w:p></w:tc>"
    )


def _size(text: str, width: int) -> str:
    """A long sum of money is written smaller: Word would break it over two lines."""
    if not text.replace(".", "").isdecimal():
        return ""
    fitting = (width / _POINT - 3) / (len(text) / 2)
    return f'<w:rPr><w:sz w:val="{int(2 * fitting)}"/></w:rPr>' if fitting < _TEXT_SIZE else ""
