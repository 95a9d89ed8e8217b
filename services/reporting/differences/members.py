"""Who is counted in which cell, kept by how many marks say so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from services.reporting.counting.mark import Mark
from services.reporting.counting.stepwise import Moved
from services.reporting.differences.frame import Counted, Frame

Weights: TypeAlias = Mapping[Counted, int]
"""What each one adds to its cell: 1, or fen. Differences of such are negative too; none is zero."""


def weights_of(marks: Iterable[Mark], frame: Frame) -> dict[Counted, int]:
    return {counted: mark.weight for mark in marks for counted in frame.counted_by(mark)}


def minus(after: Weights, before: Weights) -> dict[Counted, int]:
    changes = {counted: weight - before.get(counted, 0) for counted, weight in after.items()}
    changes |= {counted: -weight for counted, weight in before.items() if counted not in after}
    return {counted: change for counted, change in changes.items() if change}


class Members:
    """In one frame: where that changes, another takes over."""

    def __init__(self, marks: Iterable[Mark], frame: Frame) -> None:
        self._frame = frame
        self._tallies: defaultdict[Counted, int] = defaultdict(int)
        self.weights: dict[Counted, int] = {}
        self._move([((), list(marks))])

    def move(self, moved: Iterable[Moved]) -> dict[Counted, int]:
        """What the cells gain and lose by it."""
        return self._move((each.before, each.after) for each in moved)

    def _move(self, moved: Iterable[tuple[Sequence[Mark], Sequence[Mark]]]) -> dict[Counted, int]:
        tallied: defaultdict[Counted, int] = defaultdict(int)
        weights: dict[Counted, int] = {}
        for before, after in moved:
            for mark in before:
                for counted in self._frame.counted_by(mark):
                    tallied[counted] -= 1
            for mark in after:
                for counted in self._frame.counted_by(mark):
                    tallied[counted] += 1
                    weights[counted] = mark.weight
        return self._apply(tallied, weights)

    def _apply(self, tallied: Mapping[Counted, int], weights: Mapping[Counted, int]) -> dict[Counted, int]:
        changes = {}
        for counted, change in tallied.items():
            tally = self._tallies[counted] = self._tallies[counted] + change
            before = self.weights.get(counted, 0)
            now = 0 if tally == 0 else weights.get(counted, before)
            if now == before:
                continue
            changes[counted] = now - before
            if now:
                self.weights[counted] = now
            else:
                del self.weights[counted]
        return changes
