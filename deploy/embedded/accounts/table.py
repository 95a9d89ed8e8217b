"""A table of accounts as an office keeps it: .xlsx or .csv with Chinese headings, read as texts."""

import csv
import io
import unicodedata
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from deploy.embedded.refusal import Refusal

LOGIN, NAME, OFFICE, ROLE, ORGANISATION, STARTS, UNTIL, STAND_IN, HEAD = HEADINGS = (
    "账号", "姓名", "职务", "角色", "单位", "起", "止", "AB岗", "负责人",
)  # fmt: skip
NEEDED = (LOGIN, NAME, ROLE)
MOST_ROWS, MOST_BYTES = 5_000, 8 * 1024**2
_TITLE_ROWS = 5
"""Within so many rows the headings are looked for: offices like a title above them."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Row(NamedTuple):
    number: int
    """As the spreadsheet counts it."""
    cells: dict[str, str]
    """By heading; a heading that is not there is empty."""


def read_table(file: Path) -> list[Row]:
    """Those that hold something."""
    rows = _rows_of(file)
    at = next((i for i, row in enumerate(rows[:_TITLE_ROWS]) if LOGIN in map(_heading, row)), None)
    if at is None:
        raise _refused(
            f"前 {_TITLE_ROWS} 行中没有表头“{LOGIN}”：表头应为 {'、'.join(HEADINGS)}；若文字显示为乱码，"
            "请另存为 UTF-8 编码的 CSV 或 .xlsx。",
            f"No heading “{LOGIN}” in its first rows.",
        )
    headings = [_heading(cell) for cell in rows[at]]
    _check_headings(headings)
    found = [
        Row(at + 2 + i, dict.fromkeys(HEADINGS, "") | _cells(headings, row, at + 2 + i))
        for i, row in enumerate(rows[at + 1 :])
        if any(row)
    ]
    if not found:
        raise _refused("表头下没有内容，请填写至少一行。", "There is nothing below the headings.")
    return found


def _rows_of(file: Path) -> list[list[str]]:
    if not file.is_file():
        raise Refusal(f"没有文件 {file}。", f"There is no file {file}.", usage=True)
    if file.stat().st_size > MOST_BYTES:
        raise _refused("文件超过 8 MB，请分成几份。", "It has more than 8 MB: divide it.")
    reader = {".xlsx": _rows_of_xlsx, ".csv": _rows_of_csv}.get(file.suffix.lower())
    if reader is None:
        raise Refusal(
            "只接受 .xlsx 或 .csv，请另存为其中一种。", "It takes .xlsx or .csv: save it as one.", usage=True
        )
    content = file.read_bytes()
    if not content.strip():
        raise _refused("文件是空的。", "It is empty.")
    rows = [[cell.strip() for cell in row] for row in reader(content)]
    if len(rows) > MOST_ROWS:
        raise _refused(f"超过 {MOST_ROWS} 行，请分成几份。", f"It has more than {MOST_ROWS} rows.")
    return rows


def _rows_of_xlsx(content: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
            for name in shown
        ]
    except CalamineError as error:
        raise _refused(
            "不是可读取的 .xlsx（可能加了密码、已损坏或只是改了扩展名），请用电子表格软件重新另存为 .xlsx。",
            f"It can't be read as .xlsx: {error}.",
        ) from None
    filled = [sheet for sheet in sheets if any(cell != "" for row in sheet for cell in row)]
    if len(filled) > 1:
        raise _refused("有多个工作表，请只保留一个。", "It has several sheets: leave one.")
    return [[_text(cell) for cell in row] for row in (filled or [[]])[0]]


def _rows_of_csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _refused(
            "不是完整的 CSV（引号不成对），请用电子表格软件重新导出。", f"It is no whole CSV: {error}."
        ) from None


def _decoded(content: bytes) -> str:
    """UTF-8 as programs write it, or GB18030 as Chinese spreadsheets do."""
    for encoding in () if content.startswith(_UTF_16) or b"\0" in content else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(
        "编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8 编码的 CSV 或 .xlsx。",
        "It is neither UTF-8 nor GB18030.",
    )


def _text(cell: object) -> str:
    """Numbers and days as people see them in the cell."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _heading(cell: str) -> str:
    """Spaces, a line break or the star of what has to be filled in make no other heading."""
    return "".join(unicodedata.normalize("NFKC", cell).split()).strip("*")


def _check_headings(headings: list[str]) -> None:
    named = [heading for heading in headings if heading]
    if missing := [heading for heading in NEEDED if heading not in named]:
        raise _refused(f"缺少列：{'、'.join(missing)}。", f"Columns are missing: {', '.join(missing)}.")
    if twice := sorted({heading for heading in named if named.count(heading) > 1}):
        raise _refused(f"表头重复：{'、'.join(twice)}。", f"Headings twice: {', '.join(twice)}.")
    if unknown := [heading for heading in named if heading not in HEADINGS]:
        raise _refused(
            f"模板中没有这些列：{'、'.join(unknown)}；请删去（电话号码不进账号）。",
            f"Take these columns away: {', '.join(unknown)}.",
        )


def _cells(headings: list[str], row: list[str], number: int) -> dict[str, str]:
    if any(row[len(headings) :]) or any(
        cell for heading, cell in zip(headings, row, strict=False) if not heading
    ):
        raise _refused(
            f"第 {number} 行：有内容不在任何表头之下，请删去或补上表头。",
            f"Row {number}: something stands below no heading.",
        )
    return {heading: cell for heading, cell in zip(headings, row, strict=False) if heading}


def _refused(zh: str, en: str) -> Refusal:
    """A file that is there and of no use."""
    return Refusal(zh, en)
