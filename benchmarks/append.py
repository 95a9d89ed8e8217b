"""Single-event commands on every side in turn, round after round, so that all meet the same machine."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
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
    left = iter(name for name, _ in streams)
    for nth in range(amounts.rounds):
        # Nobody always goes first, on the cleanest caches and after the same neighbour.
        turn = (*sides[nth % len(sides) :], *sides[: nth % len(sides)])
        for callers, size in amounts.appends.items():
            old = list(islice(left, size))
            new = [f"new-{name}" for name in old]
            for kind, names in (("new", new), ("existing", old), ("again", old)):
                for side in turn:
                    answers[Case(callers, kind)][side.name].append(_append(side, callers, kind, names))
            say(f"append: round {nth + 1} of {amounts.rounds}, {callers} callers")
    return {case: {name: _medians(runs) for name, runs in sides_.items()} for case, sides_ in answers.items()}


def _append(side: Side, callers: int, kind: str, names: list[str]) -> dict[str, float]:
    new, forget = kind == "new", kind == "existing"
    return side.ask("append", callers=callers, names=names, new=new, forget=forget, **TEXTS)


def _medians(runs: list[dict[str, float]]) -> Measured:
    return Measured(*(median(run[key] for run in runs) for key in ("rate", "p50_ms", "p99_ms")))
