"""Figures at many cut-offs at once: turns added up, one cut-off after the other.

A member of a shared column counts from where its first mark is to where its last one falls away, as the
tallies of the maintained cells have it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from services.reporting.counting.added_up import figures_from_cells, total_place
from services.reporting.counting.columns import COLUMN
from services.reporting.counting.figures import Figures
from services.reporting.series.turning import Counted, Turn

_AT = itemgetter(0)


class Running:
    """What changes, by place and column, at each of the cut-offs."""

    def __init__(self, cutoffs: int) -> None:
        self._changes = [Counter[tuple[str, str]]() for _ in range(cutoffs)]
        self._tallies: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)

    def take(self, turn: Turn) -> None:
        self._count(turn.at, turn.added, 1)
        self._count(turn.at, turn.removed, -1)

    def _count(self, at: int, marks: Iterable[Counted], sign: int) -> None:
        for filer, column, member, weight in marks:
            declared = COLUMN[column]
            if declared.shared:
                for place in (filer, total_place(declared.annexes[0])):
                    self._tallies[place, column, member].append((at, sign))
            else:
                self._changes[at][filer, column] += sign * weight

    def figures(self, kind_of: Callable[[str], str | None]) -> list[Figures]:
        """At each of the cut-offs; asked once, when all turns were taken."""
        for (place, column, _), tallied in self._tallies.items():
            for at, change in _appearing(tallied):
                self._changes[at][place, column] += change
        return list(self._added_up(kind_of))

    def _added_up(self, kind_of: Callable[[str], str | None]) -> Iterator[Figures]:
        values: Counter[tuple[str, str]] = Counter()
        for changes in self._changes:
            values.update(changes)
            yield figures_from_cells(values, kind_of)


def _appearing(tallied: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a member begins (1) and ends (-1) to be marked by anybody."""
    tally = 0
    for at, changes in groupby(sorted(tallied), _AT):
        before, tally = tally, tally + sum(change for _, change in changes)
        if (tally > 0) != (before > 0):
            yield at, 1 if tally > 0 else -1
