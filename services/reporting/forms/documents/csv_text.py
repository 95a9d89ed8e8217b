"""Tables as CSV that the office programs of the country open: RFC 4180, in UTF-8 with a byte order mark."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeAlias

CsvCell: TypeAlias = str | int | None
_NOTHING = "—"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_STAYS_TEXT = "'"


@dataclass(frozen=True, slots=True)
class CsvTable:
    headers: Sequence[str]
    rows: Iterable[Sequence[CsvCell]]


def csv_bytes(table: CsvTable) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(_written, table.headers))
    writer.writerows(map(_written, row) for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: CsvCell) -> str | int:
    """What looks like a formula begins with an apostrophe, or opening the file would run it."""
    if cell is None:
        return _NOTHING
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_BEGINS_A_FORMULA):
        return _STAYS_TEXT + cell
    return cell
