"""Everything that a run prints and the documentation shows."""

from collections.abc import Iterator

from benchmarks.report.appends import NOTES, appends_table
from benchmarks.report.growths import growth_tables
from benchmarks.report.paths import paths_table
from benchmarks.report.targets import targets_table
from benchmarks.results import Results

_PARTS = ("append", "hidden_rows", "bulk", "relay", "stored", "whole_path", "limits", "growth")


def printed(results: Results) -> Iterator[str]:
    appends = appends_table(results)
    if appends:
        yield from (*appends, "", *(f"- {note}" for note in NOTES), "")
    if paths := paths_table(results):
        yield from (*paths, "")
    yield from growth_tables(results.found("growth"))
    yield from (*targets_table(results), "")
    yield from measured_on(results)


def measured_on(results: Results) -> Iterator[str]:
    """Parts of one run share a line; a part that was measured at another time has its own."""
    by_machine: dict[tuple[str, ...], list[str]] = {}
    for part in _PARTS:
        if (kept := results.of(part)) is not None:
            told = (f"{kept['at'][:10]}, commit {kept['commit']}", *kept["machine"])
            by_machine.setdefault(told, []).append(part)
    for told, parts in by_machine.items():
        yield f"- {', '.join(parts)}: {'; '.join(told)}"
