"""Single-event commands on every side in turn, round after round, so that all meet the same machine."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice
from statistics import median
from typing import Any, NamedTuple

from benchmarks.payloads import Payloads, payloads
from benchmarks.side import Side
from benchmarks.workload import Amounts, existing

Progress = Callable[[str], None]


class Case(NamedTuple):
    """One line of the table."""

    payload: str
    callers: int
    streams: str
    """`new`, `existing` (state read from the store) or `again` (state the process may still have)."""


Runs = dict[Case, dict[str, list[dict[str, Any]]]]
"""What each side answered, run after run."""


def measure_appends(sides: Sequence[Side], amounts: Amounts, say: Progress) -> list[dict[str, Any]]:
    """The sides' processes are running; each has its own database, on servers with the same settings."""
    runs: Runs = defaultdict(lambda: defaultdict(list))
    for payload, sizes in amounts.appends.items():
        texts = payloads(payload)
        streams = [(f"{payload}-{name}", length) for name, length in existing(amounts.streams(payload))]
        for side in sides:
            say(f"append, {payload}: preparing {side.name}")
            side.ask("prepare", streams=streams, **texts)
        left = iter(name for name, _ in streams)
        for nth in range(amounts.rounds):
            # Nobody always goes first, on the cleanest caches and after the same neighbour.
            turn = (*sides[nth % len(sides) :], *sides[: nth % len(sides)])
            for callers, size in sizes.items():
                names = list(islice(left, size))
                for kind in ("new", "existing", "again"):
                    for side in turn:
                        answer = _append(side, callers, kind, names, texts)
                        runs[Case(payload, callers, kind)][side.name].append(answer)
                say(f"append, {payload}: round {nth + 1} of {amounts.rounds}, {callers} callers")
    return [
        {**case._asdict(), "sides": {name: _medians(answers) for name, answers in by_side.items()}}
        for case, by_side in runs.items()
    ]


def _append(side: Side, callers: int, kind: str, old: list[str], texts: Payloads) -> dict[str, Any]:
    new, forget = kind == "new", kind == "existing"
    names = [f"new-{name}" for name in old] if new else old
    return side.ask("append", callers=callers, names=names, new=new, forget=forget, **texts)


def _medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """And the rate of each run, to see how far they lie apart."""
    plain = {key: median(run[key] for run in runs) for key in ("rate", "p50_ms", "p99_ms")}
    shares = {share: median(run["shares_ms"][share] for run in runs) for share in runs[0]["shares_ms"]}
    return {**plain, "shares_ms": shares, "rates": [run["rate"] for run in runs]}
