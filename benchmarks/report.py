"""The lines of the table, in its order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.append import Case, Results
from benchmarks.hidden_row import Verdict
from benchmarks.table import Line, appended, rate, ratio, yes
from benchmarks.whole_path.run import PER_SECOND, WholePath

_STREAMS = {
    "new": "new streams",
    "existing": "existing streams, state loaded",
    "again": "existing streams, states kept where the side can",
}
_RATIO_AT = 32


@dataclass(frozen=True, slots=True)
class Limits:
    copied: float
    published: float


@dataclass(frozen=True, slots=True)
class Everything:
    appends: Results
    hidden: Mapping[str, Verdict]
    """`ours`, `eventsourcing`, `eventsourcing, table lock`, `Emmett`."""
    relayed: float
    whole_path: WholePath
    limits: Limits


def lines(measured: Everything) -> Iterator[Line]:
    for streams in _STREAMS:
        for case in measured.appends:
            if case.streams == streams:
                yield _append_line(case, measured.appends)
    yield from _hidden_lines(measured.hidden)
    yield Line(
        "relay from the log to JetStream, sync_interval always", rate(measured.relayed), to_reach="25,000/s"
    )
    path = measured.whole_path
    yield Line("publisher → visible cell, batched publishing", rate(path.batched), to_reach="3,000/s")
    yield Line("publisher → visible cell, single publishing", rate(path.single))
    latency = f"{path.latency.p50_ms:.0f} / {path.latency.p99_ms:.0f} ms"
    yield Line(f"ack → visible cell at {PER_SECOND} facts/s, p50 / p99", latency, to_reach="p99 under 250 ms")
    yield Line("limit: COPY of the same rows by asyncpg", rate(measured.limits.copied))
    yield Line("limit: nats-py publishing the same bytes to nobody", rate(measured.limits.published))


def _append_line(case: Case, results: Results) -> Line:
    ours, one, other = (results[case][name] for name in ("ours", "eventsourcing", "Emmett"))
    callers = "1 caller" if case.callers == 1 else f"{case.callers} callers"
    return Line(
        f"append, {callers}, {_STREAMS[case.streams]}",
        appended(ours),
        appended(one),
        appended(other),
        ratio(ours.rate, one.rate, other.rate),
        "5 ×" if case.callers == _RATIO_AT else "–",
    )


def _hidden_lines(hidden: Mapping[str, Verdict]) -> Iterator[Line]:
    """`eventsourcing` in both of its settings: the quick one that was measured, and its default."""
    ours, emmett = hidden["ours"], hidden["Emmett"]
    quick, locking = hidden["eventsourcing"], hidden["eventsourcing, table lock"]
    yield Line(
        "nothing hidden: had its place, committed late",
        yes(ours.late_commit),
        f"{yes(quick.late_commit)}; by default {yes(locking.late_commit)}",
        yes(emmett.late_commit),
        to_reach="yes",
    )
    yield Line(
        "nothing hidden: begun early, took its place late",
        yes(ours.early_start),
        f"{yes(quick.early_start)}; by default {yes(locking.early_start)}",
        yes(emmett.early_start),
        to_reach="yes",
    )
