"""Markdown tables that also read well in a terminal, and how figures are written in them."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

NOTHING = "–"


def rate(per_second: float | None) -> str:
    return NOTHING if per_second is None else f"{per_second:,.0f}/s"


def appended(measured: dict[str, Any] | None) -> str:
    """With the median and the 99th percentile of one call."""
    if measured is None:
        return NOTHING
    return f"{rate(measured['rate'])} ({measured['p50_ms']:.1f} / {measured['p99_ms']:.1f} ms)"


def yes(nothing_skipped: bool | None) -> str:
    if nothing_skipped is None:
        return NOTHING
    return "yes" if nothing_skipped else "NO, skipped"


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [header, *rows]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(header))]
    rule = ["-" * width for width in widths]
    return [_row(line, widths) for line in (lines[0], rule, *lines[1:])]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
