"""The comparison: one line for each case of appending, one column for each side."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.peers import OURS, OURS_ON_DEBIAN, PEERS
from benchmarks.report.ratios import ratio, times
from benchmarks.report.table import appended, markdown, yes
from benchmarks.results import Results

STREAMS = {
    "new": "new streams",
    "again": "existing streams",
    "existing": "existing streams, first touch",
}
NOTES = (
    "existing streams: by each side's own settings; ours, eventsourcing and message-db keep states in memory",
    "first touch: nothing is kept from before, every state is read from the store",
    "256 bytes: the data of every event; real: what simulated people of a town write of hazards",
    "by function: POSTGRES_ENABLE_DB_FUNCTIONS, quicker than its default, which locks the table",
    "message-db: on Debian's PostgreSQL, because it needs pgcrypto; ours beside it on the same server",
    "ours ÷ best peer: of all; in brackets, of those whose readers miss nothing in either way below",
    "written before: Postgres has WAL files to reuse, as a server that has run for a while",
    "behind a rate: p50 / p99 of one call; a figure is the median of the rounds",
)
_SIDES = (OURS, OURS_ON_DEBIAN, *PEERS)
_HIDDEN = {
    "late_commit": "nothing hidden: had its place, committed late",
    "early_start": "nothing hidden: begun early, took its place late",
}


def appends_table(results: Results) -> list[str]:
    cases, hidden = results.found("append") or [], results.found("hidden_rows")
    header = ("append", *_SIDES, "ours ÷ best peer")
    lines = [*_append_lines(cases, hidden), *_hidden_lines(hidden)]
    return [*markdown(header, lines), *_unmeasured(cases)] if lines else []


def _append_lines(cases: list[dict[str, Any]], hidden: Any) -> Iterator[list[str]]:
    for payload in dict.fromkeys(case["payload"] for case in cases):
        for streams, told in STREAMS.items():
            for case in cases:
                if (case["payload"], case["streams"]) == (payload, streams):
                    yield _append_line(case, told, hidden)


def _append_line(case: dict[str, Any], told: str, hidden: Any) -> list[str]:
    callers = "1 caller" if case["callers"] == 1 else f"{case['callers']} callers"
    payload = "256 bytes" if case["payload"] == "256" else case["payload"]
    sides = case["sides"]
    best, honest = (times(ratio(sides, hidden, honest=honest)) for honest in (False, True))
    return [
        f"{payload}, {callers}, {told}",
        *(appended(sides.get(name)) for name in _SIDES),
        f"{best} ({honest})",
    ]


def _hidden_lines(hidden: Mapping[str, Mapping[str, bool]] | None) -> Iterator[list[str]]:
    for key, told in _HIDDEN.items() if hidden else ():
        yield [told, *(yes(hidden.get(name, {}).get(key)) for name in _SIDES), "–"]


def _unmeasured(cases: list[dict[str, Any]]) -> Iterator[str]:
    missing = [name for name in _SIDES if not any(name in case["sides"] for case in cases)]
    if missing:
        yield ""
        yield f"**Not measured: {', '.join(missing)}** (the run said why)."
