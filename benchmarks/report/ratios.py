"""How many times the best peer ours does: of all, and of those whose readers miss nothing."""

from collections.abc import Mapping
from typing import Any

from benchmarks.peers import OURS, PEERS

Sides = Mapping[str, Mapping[str, Any]]
Verdicts = Mapping[str, Mapping[str, bool]] | None


def misses_nothing(name: str, hidden: Verdicts) -> bool:
    """Of a side whose readers were looked at; what was not looked at is not claimed."""
    return hidden is not None and name in hidden and all(hidden[name].values())


def ratio(sides: Sides, hidden: Verdicts, *, honest: bool) -> float | None:
    """None where there is nobody to compare with."""
    peers = [name for name in PEERS if name in sides]
    if honest:
        peers = [name for name in peers if misses_nothing(name, hidden)]
    if OURS not in sides or not peers:
        return None
    return sides[OURS]["rate"] / max(sides[name]["rate"] for name in peers)


def times(factor: float | None) -> str:
    return "–" if factor is None else f"{factor:.1f} ×"
