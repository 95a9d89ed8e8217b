"""Which of a filer's units were inspected: the stock at the cut-off beside the inspections before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.mark import Mark


class Coverage(NamedTuple):
    """Of units that a filer has at the cut-off: counted in `units`."""

    units: int = 0
    inspected: int = 0
    """Of these, those counted in `inspected` for anybody, or for nobody."""
    by_filer: int = 0
    """Of these, those counted in `inspected` for that filer."""

    def plus(self, other: "Coverage") -> "Coverage":
        return Coverage(*map(sum, zip(self, other, strict=True)))


def covered(marks: Iterable[Mark]) -> Mapping[str, Coverage]:
    """By filer, of all marks of a town: each that has any is in it. A unit is its village's and its
    department's."""
    active: set[str] = set()
    units: dict[str, set[str]] = defaultdict(set)
    inspected: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        active.add(mark.filer)
        if mark.column == "units":
            units[mark.filer].add(mark.member)
        elif mark.column == "inspected":
            inspected[mark.filer].add(mark.member)
    by_anybody = set().union(*inspected.values())
    return {
        filer: Coverage(
            len(units[filer]), len(units[filer] & by_anybody), len(units[filer] & inspected[filer])
        )
        for filer in active - {UNCREDITED}
    }
