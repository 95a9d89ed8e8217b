"""The headings of a form for a terminal, which merges no cells: each group's name over its first column."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from services.reporting.forms.documents.header import DEPTH, header_cells

_CHARACTERS = 5
"""On one line, so that columns stay narrow."""
_LABELS = DEPTH - 1


def headings(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """One text a column; the same level stands on the same lines everywhere."""
    levels = [["" for _ in columns] for _ in range(DEPTH)]
    for cell in header_cells(columns):
        is_label = cell.last_row == DEPTH - 1
        levels[_LABELS if is_label else cell.first_row][cell.first_column] = cell.text
    blocks = [_aligned([_lines(text) for text in level]) for level in levels]
    return ["\n".join(line for block in blocks for line in block[place]) for place in range(len(columns))]


def _lines(text: str) -> list[str]:
    name, unit, rest = text.partition("（")
    even = ceil(len(name) / max(1, ceil(len(name) / _CHARACTERS)))
    pieces = [name[start : start + even] for start in range(0, len(name), even or 1)]
    return [*pieces, unit + rest] if unit else pieces


def _aligned(level: list[list[str]]) -> list[list[str]]:
    height = max(map(len, level))
    return [lines + [""] * (height - len(lines)) for lines in level]
