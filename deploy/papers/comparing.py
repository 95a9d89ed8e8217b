"""The text of a PDF against the figures that were signed, cell by cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deploy.papers.table import rows_of_figures
from services.reporting.counting.columns import columns_of
from services.reporting.forms.documents.distinct_note import distinct_note
from services.reporting.forms.documents.wording import DISTINCT, FILER, SUM, heading
from services.reporting.paper.report import PaperReport, PaperRow
from services.reporting.paper.shown import cells_of, printed_name
from services.reporting.scans.pdf_file import ReadPage

_SUM_ROW, _DISTINCT_ROW = "total:sum", "total:distinct"
_TOTALS = {_SUM_ROW: SUM, _DISTINCT_ROW: DISTINCT}
_NUMBER, _DIGEST, _REPORT, _ROWS = "回执号", "校验和", "报表", "行数"


@dataclass(frozen=True, slots=True)
class Difference:
    where: str
    """明月村 › 基础工作·监管单位（家）"""
    printed: str
    """Empty where nothing stands, or where it can't be told."""
    signed: str


def differences(pages: Sequence[ReadPage], report: PaperReport) -> list[Difference]:
    text = "\n".join(page.text for page in pages)
    found = [
        Difference(where, "", signed)
        for where, signed in ((_NUMBER, report.number), (_DIGEST, report.digest), (_REPORT, report.name))
        if not _stands_in(text, signed)
    ]
    return [*found, *_in_rows(pages, text, report)]


def _in_rows(pages: Sequence[ReadPage], text: str, report: PaperReport) -> Iterator[Difference]:
    printed = rows_of_figures(pages, len(columns_of(report.annex)))
    in_table = [row for row in report.rows if not _is_in_a_note(row)]
    filled = [row for row in in_table if row.figures]
    if len(printed) != len(filled):
        yield Difference(_ROWS, str(len(printed)), str(len(filled)))
    for row in report.rows:
        if _is_in_a_note(row) and not _note_stands_in(text, report, row):
            yield Difference(row.name, "", " ".join(map(str, cells_of(report.annex, row).values())))
    for row in in_table:
        if not _row_stands_in(text, report.annex, row):
            place = filled.index(row) if row in filled and len(printed) == len(filled) else None
            yield from _in_row(report.annex, row, None if place is None else printed[place])


def _in_row(annex: str, row: PaperRow, printed: Sequence[str] | None) -> Iterator[Difference]:
    """Its cells, where they can be told; otherwise the row as a whole."""
    name, cells = _label(row), cells_of(annex, row)
    named = [] if printed is None else [
        Difference(f"{name} › {_column(annex, key)}", there, str(cell))
        for (key, cell), there in zip(cells.items(), printed, strict=True)
        if there != str(cell)
    ]  # fmt: skip
    if named:
        yield from named
    elif printed is not None:
        yield Difference(f"{name} › {FILER}", "", name)
    else:
        yield Difference(name, "", " ".join(map(str, cells.values())).strip())


def _column(annex: str, key: str) -> str:
    column = next(one for one in columns_of(annex) if one.key == key)
    return heading({"label": column.label, "path": column.path})


def _label(row: PaperRow) -> str:
    return printed_name(row) if row.name else _TOTALS[row.filer]


def _is_in_a_note(row: PaperRow) -> bool:
    """去重合计 of a consolidated sheet, which has a name there."""
    return row.filer == _DISTINCT_ROW and bool(row.name)


def _note_stands_in(text: str, report: PaperReport, row: PaperRow) -> bool:
    total = next(each for each in report.rows if each.filer == _SUM_ROW)
    note = distinct_note(report.annex, total.figures, row.figures)
    return re.search(_broken_anywhere(note), text) is not None


def _stands_in(text: str, signed: str) -> bool:
    pattern = r"(?<![0-9A-Za-z-])" + _broken_anywhere(signed) + r"(?![0-9A-Za-z-])"
    return re.search(pattern, text) is not None


def _row_stands_in(text: str, annex: str, row: PaperRow) -> bool:
    """Its name, over as many lines as it takes, and then its figures."""
    figures = [re.escape(str(cell)) for cell in cells_of(annex, row).values() if cell != ""]
    pattern = r"(?<!\S)" + r"\s+".join([_broken_anywhere(_label(row)), *figures]) + r"(?!\S)"
    return re.search(pattern, text) is not None


def _broken_anywhere(text: str) -> str:
    return r"\s*".join(re.escape(character) for character in text if not character.isspace())
