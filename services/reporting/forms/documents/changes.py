"""较上期 and 整改率: what a reader of cumulative figures asks next. They change neither cells nor digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counting.columns import COLUMN, Column
from services.reporting.forms.documents.decimals import rate
from services.reporting.forms.documents.money import shown
from shared.json_types import Json, JsonObject

RATES = {"hazards": ("hazards_closed", "hazards_found"), "major": ("major_closed", "major_found")}
"""已整改 of 排查, of all hazards and of the major ones."""


@dataclass(frozen=True, slots=True)
class Before:
    """The last report that the filer signed for an earlier period, and that stands."""

    number: str
    name: str
    """第1期（截至11月30日）"""
    figures: Mapping[str, int]


def compared(row: Mapping[str, int], before: Before | None) -> JsonObject:
    """Of one row; no `changes` where nothing was signed before."""
    rates: JsonObject = {name: rate(row[part], row[whole]) for name, (part, whole) in RATES.items()}
    found: JsonObject = {"rectification_rate": rates}
    if before is None:
        return found
    cells: dict[str, Json] = {
        column: change(COLUMN[column], value - before.figures[column])
        for column, value in row.items()
        if column in before.figures
    }
    return found | {"changes": {"since": {"number": before.number, "name": before.name}, "cells": cells}}


def with_changes(
    document: Mapping[str, Any],
    row_of: Callable[[str], Mapping[str, int]],
    before: Mapping[str, Before],
) -> JsonObject:
    """The answer document of a form with the same beside each row."""
    rows: Sequence[Mapping[str, Any]] = document["rows"]
    beside: list[Json] = [
        {**row, **compared(row_of(row["filer"]["id"]), before.get(row["filer"]["id"]))} for row in rows
    ]
    return {**document, "rows": beside}


def change(column: Column, by: int) -> str:
    """`+3`, `0`, `-1`; money in 万元, exactly."""
    if by == 0:
        return "0"
    return f"{'+' if by > 0 else '-'}{shown(column, abs(by))}"
