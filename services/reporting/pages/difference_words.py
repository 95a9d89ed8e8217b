"""The difference that a comparison of generations found, cell by cell, in words. Pure."""

from collections.abc import Mapping
from typing import Any

from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.wording import heading

FEW_CELLS, FEW_PARTS = 20, 5


Names = Mapping[str, Mapping[str, str]]
"""Of organisations, by town and id."""


def towns_of(difference: Mapping[str, Any]) -> set[str]:
    return {cell["township"] for cell in difference["shown"][:FEW_CELLS]}


def cells_in_words(difference: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """The first of them, with the subjects that make the difference."""
    return [
        {
            "town": cell["township"],
            "campaign": cell["campaign"],
            "place": cell["place"],
            "called": _called(cell, names),
            "column": _heading(cell["column"]),
            "by": cell["by"],
            "parts": [f"{each['subject']} {each['weight']:+d}" for each in cell["parts"][:FEW_PARTS]],
            "more": max(0, cell["many"] - FEW_PARTS),
        }
        for cell in difference["shown"][:FEW_CELLS]
    ]


def _called(cell: Mapping[str, Any], names: Names) -> str:
    """Who was never registered is called by the id."""
    place: str = cell["place"]
    return names.get(cell["township"], {}).get(place, place) or "–"


def _heading(column: str) -> str:
    declared = COLUMN.get(column)
    return column if declared is None else heading({"path": declared.path, "label": declared.label})
