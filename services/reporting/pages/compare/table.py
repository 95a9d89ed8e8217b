"""The form at one point with what differs from the other. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.changes import change
from services.reporting.forms.documents.money import fen
from services.reporting.forms.documents.wording import DISTINCT, SUM
from services.reporting.lineage import place

_TOTALS = {"sum": (place.SUM, SUM), "distinct": (place.DISTINCT, DISTINCT)}
Cells = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Compared:
    column: str
    value: int | str | None
    """None where that form has no such row."""
    before: int | str | None
    change: str
    """`+3`, `-2`; empty where nothing differs."""


@dataclass(frozen=True, slots=True)
class Row:
    filer: str
    """As addresses name it."""
    name: str
    total: bool
    cells: tuple[Compared, ...]


def compared_rows(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Row]:
    """In the order of the second form; what only the first has comes after its filers."""
    before, after = _named(a), _named(b)
    order = dict.fromkeys([*after, *before])
    return [
        Row(
            filer,
            name,
            filer in _TOTAL_NAMES,
            tuple(_cells(b["columns"], before.get(filer), after.get(filer))),
        )
        for filer, (name, _) in sorted(
            ((filer, after.get(filer) or before[filer]) for filer in order),
            key=lambda each: each[0] in _TOTAL_NAMES,
        )
    ]


_TOTAL_NAMES = frozenset(name for name, _ in _TOTALS.values())
_Rows = Mapping[str, tuple[str, Cells]]


def _named(document: Mapping[str, Any]) -> _Rows:
    rows = {row["filer"]["id"]: (row["filer"]["name"], row["cells"]) for row in document["rows"]}
    totals = document.get("totals", {})
    return rows | {filer: (name, totals[kind]) for kind, (filer, name) in _TOTALS.items() if kind in totals}


def _cells(
    columns: list[Mapping[str, Any]], before: tuple[str, Cells] | None, after: tuple[str, Cells] | None
) -> Iterator[Compared]:
    for column in columns:
        key = column["key"]
        first, second = (None if row is None else row[1][key] for row in (before, after))
        by = _number(second) - _number(first)
        yield Compared(key, second, first, change(COLUMN[key], by) if by else "")


def _number(value: int | str | None) -> int:
    """Of a row that is not there nothing was counted."""
    if value is None:
        return 0
    return fen(value) if isinstance(value, str) else value
