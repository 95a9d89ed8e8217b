"""A picture: a table, and what of it is drawn. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from services.reporting.forms.documents.csv_text import CsvCell, CsvTable

Size: TypeAlias = Decimal | int | None
"""None: there is nothing to be drawn at that place."""


class Linked(NamedTuple):
    """A number that opens what is behind it."""

    text: CsvCell
    address: str


Cell: TypeAlias = CsvCell | Linked


@dataclass(frozen=True, slots=True)
class Lines:
    """Over time."""

    points: tuple[str, ...]
    series: tuple[tuple[str, tuple[Size, ...]], ...]
    percent: bool


class Bar(NamedTuple):
    name: str
    written: str
    size: Size


@dataclass(frozen=True, slots=True)
class Bars:
    """One for each filer, lying."""

    bars: tuple[Bar, ...]
    percent: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """One for each step of an order, standing."""

    bars: tuple[Bar, ...]
    percent: bool


Chart: TypeAlias = Lines | Bars | Columns


@dataclass(frozen=True, slots=True)
class Picture:
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Chart | None
    """None where a table says it better: too little to be compared."""

    def as_csv(self) -> CsvTable:
        return CsvTable(self.headers, [[_text(cell) for cell in row] for row in self.rows])


def _text(cell: Cell) -> CsvCell:
    return cell.text if isinstance(cell, Linked) else cell


def summary(chart: Chart) -> str:
    """What is to be seen, for who does not see it; the table has the rest."""
    return "；".join(_said(chart))


def _said(chart: Chart) -> Iterator[str]:
    if isinstance(chart, Lines):
        for name, sizes in chart.series:
            known = [
                (point, size) for point, size in zip(chart.points, sizes, strict=True) if size is not None
            ]
            ends = (known[0], known[-1]) if len(known) > 1 else known
            mark = "%" if chart.percent else ""
            yield f"{name}：" + " → ".join(f"{point} {size}{mark}" for point, size in ends)
        return
    for bar in chart.bars:
        yield f"{bar.name} {bar.written}"
