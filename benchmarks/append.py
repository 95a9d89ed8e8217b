"""Single-event commands on every side in turn, round after round, so that all meet the same machine."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median

from benchmarks.side import Side
from benchmarks.workload import TEXTS, Amounts, existing

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    callers: int
    streams: str
    """`new`, `existing` (state read from the store) or `again` (state the process may still have)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds."""

    rate: float
    p50_ms: float
    p99_ms: float


Results = dict[Case, dict[str, Measured]]


def measure_appends(sides: Sequence[Side], amounts: Amounts, say: Progress) -> Results:
    """The sides' processes are running; each has its own database on the same server."""
    streams = existing(amounts.streams)
    for side in sides:
        say(f"append: preparing {side.name}")
        side.ask("prepare", streams=streams, **TEXTS)
    answers: dict[Case, dict[str, list[dict[str, float]]]] = defaultdict(lambda: defaultdict(list))
    for nth in range(amounts.rounds):
        names = _Names([name for name, _ in streams], nth)
        for callers, size in amounts.appends.items():
            new, old = names.new(size), names.existing(size)
            for case, given in ((Case(callers, "new"), new), (Case(callers, "existing"), old),
                                (Case(callers, "again"), old)):  # fmt: skip
                # Nobody always goes first, on the cleanest caches and after the same neighbour.
                for side in (*sides[nth % len(sides) :], *sides[: nth % len(sides)]):
                    answer = side.ask(
                        "append", callers=callers, names=given, new=case.streams == "new",
                        forget=case.streams == "existing", **TEXTS,
                    )  # fmt: skip
                    answers[case][side.name].append(answer)
            say(f"append: round {nth + 1} of {amounts.rounds}, {callers} callers")
    return {case: {name: _medians(runs) for name, runs in sides_.items()} for case, sides_ in answers.items()}


class _Names:
    """New names are never given twice; existing ones go around, all sides alike."""

    def __init__(self, existing_: list[str], nth: int) -> None:
        self._existing, self._nth = existing_, nth
        self._next, self._numbers = 0, count()

    def new(self, size: int) -> list[str]:
        return [f"n-{self._nth}-{next(self._numbers)}" for _ in range(size)]

    def existing(self, size: int) -> list[str]:
        start, self._next = self._next, self._next + size
        return [self._existing[place % len(self._existing)] for place in range(start, start + size)]


def _medians(runs: list[dict[str, float]]) -> Measured:
    return Measured(*(median(run[key] for run in runs) for key in ("rate", "p50_ms", "p99_ms")))
