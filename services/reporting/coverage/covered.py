"""Which of a filer's units were inspected: the stock at the cut-off beside the inspections before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

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
    """By filer, of all marks of a town. A unit is its village's and its department's."""
    units: dict[str, set[str]] = defaultdict(set)
    inspected: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        if mark.column == "units":
            units[mark.filer].add(mark.member)
        elif mark.column == "inspected":
            inspected[mark.filer].add(mark.member)
    by_anybody = set().union(*inspected.values())
    return {
        filer: Coverage(len(its), len(its & by_anybody), len(its & inspected.get(filer, set())))
        for filer, its in units.items()
    }
