"""A profile as a short table, beside that of another commit where one was kept."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.profile.places import Place
from benchmarks.report.table import NOTHING, markdown

Profile = dict[str, Any]
"""`samples`; microseconds of CPU an event by process and of each function; what libraries had of it."""
_MOST = 12


def profile_of(name: str, seen: "Counter[Place]", cpu_us: Mapping[str, float]) -> Profile:
    total = sum(seen.values())
    each = cpu_us[name] / total if total else 0.0
    functions: Counter[str] = Counter()
    libraries: dict[str, Counter[str]] = {}
    for place, samples in seen.items():
        functions[place.function] += samples
        if place.using:
            libraries.setdefault(place.function, Counter())[place.using] += samples
    return {
        "samples": total,
        "cpu_us": dict(cpu_us),
        "functions": {function: samples * each for function, samples in functions.most_common()},
        "using": {
            function: [library for library, _ in used.most_common(2)] for function, used in libraries.items()
        },
    }


def profile_table(name: str, now: Profile, before: Profile | None) -> Iterator[str]:
    spent = ", ".join(f"{process} {cost:.1f}" for process, cost in now["cpu_us"].items())
    yield f"{name}: µs of CPU an event: {spent} ({now['samples']:,} samples)"
    yield ""
    header = ("µs", "before", "share", "where", "using")
    yield from markdown(header, _lines(name, now, before))
    yield ""


def _lines(name: str, now: Profile, before: Profile | None) -> Iterator[list[str]]:
    total = now["cpu_us"][name] or 1.0
    functions = list(now["functions"].items())
    for function, cost in functions[:_MOST]:
        had = NOTHING if before is None else f"{before['functions'].get(function, 0.0):.1f}"
        using = ", ".join(now["using"].get(function, ()))
        yield [f"{cost:.1f}", had, f"{cost / total:.0%}", function, using]
    if rest := sum(cost for _, cost in functions[_MOST:]):
        yield [f"{rest:.1f}", NOTHING, f"{rest / total:.0%}", f"{len(functions) - _MOST} more", ""]
