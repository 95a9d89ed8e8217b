"""The table of answers: one line for what is asked, one column for each size of a town."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks.answers.asking import Taken
from benchmarks.answers.measured import CALLERS, Answers
from benchmarks.whole_path.run import PER_SECOND


def table(towns: Sequence[Answers]) -> Iterator[str]:
    yield "| asked, through the gateway | " + " | ".join(f"{town.facts:,} facts" for town in towns) + " |"
    yield "| --- |" + " --- |" * len(towns)
    for name, shown in _LINES.items():
        yield _line(name, [shown(town) for town in towns])
    for name in towns[0].differences:
        shown = [_spread(town.differences[name]) for town in towns]
        yield _line(f"difference: {name}, p50 / largest", shown)


def _line(name: str, shown: Sequence[str]) -> str:
    return f"| {name} | {' | '.join(shown)} |"


def _rate(taken: Taken) -> str:
    return f"{taken.per_second:,.0f}/s ({taken.ms(0.5):.0f} / {taken.ms(0.99):.0f} ms)"


def _spread(taken: Taken | None) -> str:
    if taken is None:
        return "too large, refused"
    return f"{taken.ms(0.5):,.0f} / {taken.ms(1.0):,.0f} ms"


_LINES: dict[str, Callable[[Answers], str]] = {
    f"form now, {CALLERS} callers (p50 / p99)": lambda town: _rate(town.forms),
    f"form now, unchanged (304), {CALLERS} callers": lambda town: _rate(town.unchanged),
    f"form now, {CALLERS} callers, while {PER_SECOND} facts/s arrive": lambda town: _rate(town.meanwhile),
    "form at another pair of times, p50 / p95": lambda town: (
        f"{town.other_times.ms(0.5):,.0f} / {town.other_times.ms(0.95):,.0f} ms"
    ),
    "series by day, all filers and columns, p50 / largest": lambda town: _spread(town.series),
    "lineage of a department's cell, p50 / largest": lambda town: _spread(town.lineage),
    "lineage of that total": lambda town: _spread(town.lineage_of_total),
    "lineage of the cell at another cut-off": lambda town: _spread(town.lineage_then),
}
