"""Tables of accounts as an office would save them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from deploy.embedded.accounts.table import HEADINGS

Cells = Sequence[object]


def xlsx(path: Path, *rows: Cells, headings: Cells = HEADINGS, sheets: Sequence[str] = ("账号表",)) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in (headings, *rows):
            sheet.append(list(row))
    book.save(path)
    return path


def csv_file(path: Path, *rows: Cells, headings: Cells = HEADINGS, encoding: str = "utf-8-sig") -> Path:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([headings, *rows])
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def person(login: str, name: str = "演示甲", **more: str) -> list[str]:
    cells = {"账号": login, "姓名": name, "角色": "村居填报员", "单位": "大盛村"} | more
    return [cells.get(heading, "") for heading in HEADINGS]
