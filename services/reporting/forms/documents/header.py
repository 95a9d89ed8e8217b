"""The three header rows of a form: which cells are merged, worked out from the columns' paths."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

DEPTH = 3


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """Rows and columns are counted from the header's own corner; the last ones are included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    text: str


def header_cells(columns: Sequence[Mapping[str, Any]], first_column: int = 0) -> Iterator[HeaderCell]:
    """Neighbours under one heading share its cell; a label reaches down to the last row."""
    return _level([(first_column + index, column) for index, column in enumerate(columns)], 0)


def _level(columns: Sequence[tuple[int, Mapping[str, Any]]], depth: int) -> Iterator[HeaderCell]:
    for heading, group in groupby(columns, lambda one: _heading(one[1], depth)):
        members = list(group)
        if heading is None:
            for place, column in members:
                yield HeaderCell(depth, DEPTH - 1, place, place, column["label"])
        else:
            yield HeaderCell(depth, depth, members[0][0], members[-1][0], heading)
            yield from _level(members, depth + 1)


def _heading(column: Mapping[str, Any], depth: int) -> str | None:
    """What stands above the label on this row; None when the label itself begins here."""
    path: Sequence[str] = column["path"]
    return path[depth] if depth < len(path) else None
