"""The one table: what was measured, on each side, and how ours compares with the better peer."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.append import Measured

_PEERS = ("eventsourcing", "eventsourcing, by function", "Emmett")
HEADER = ("measured", "ours", *_PEERS, "ours ÷ best peer", "to reach")
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Line:
    measured: str
    ours: str
    locking: str = NOTHING
    by_function: str = NOTHING
    emmett: str = NOTHING
    ratio: str = NOTHING
    to_reach: str = NOTHING

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.measured, self.ours, self.locking, self.by_function, self.emmett, self.ratio, self.to_reach,
        )  # fmt: skip


def rate(per_second: float) -> str:
    return f"{per_second:,.0f}/s"


def appended(measured: Measured) -> str:
    return f"{rate(measured.rate)} ({measured.p50_ms:.1f} / {measured.p99_ms:.1f} ms)"


def yes(nothing_skipped: bool) -> str:
    return "yes" if nothing_skipped else "NO, skipped"


def markdown(lines: Iterable[Line]) -> str:
    """As a table that also reads well in a terminal."""
    rows = [HEADER, *(line.cells for line in lines)]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(HEADER))]
    rule = ["-" * width for width in widths]
    return "\n".join(_row(row, widths) for row in (rows[0], rule, *rows[1:]))


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
