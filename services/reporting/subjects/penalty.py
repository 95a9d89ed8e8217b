"""What a penalty's decision says, as it is kept."""

from collections.abc import Mapping
from typing import Any


def fine_of(decision: Mapping[str, Any]) -> int:
    """In fen, of all its fines; 0 where there is none."""
    return sum(each.get("fine_fen", 0) for each in decision["parts"])
