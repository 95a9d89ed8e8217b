"""The lines of the table, in its order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.append import Case, Measured, Results
from benchmarks.hidden_row import Verdict
from benchmarks.peers import BY_FUNCTION, LOCKING
from benchmarks.table import Line, appended, rate, yes
from benchmarks.whole_path.run import PER_SECOND, WholePath

_STREAMS = {
    "new": "new streams",
    "again": "existing streams",
    "existing": "existing streams, first touch",
}
NOTES = (
    "existing streams: by each side's own settings, ours and eventsourcing keep states in memory",
    "written before: Postgres has WAL files to reuse, as a server that has run for a while",
    "first touch: nothing is kept from before, every state is read from the store",
    "by function: POSTGRES_ENABLE_DB_FUNCTIONS, quicker than its default, which locks the table",
    "ours ÷ best peer: of all three; in brackets, of those whose readers no late commit is hidden from",
)
_RATIO_AT = 32


@dataclass(frozen=True, slots=True)
class Limits:
    copied: float
    published: float


@dataclass(frozen=True, slots=True)
class Everything:
    appends: Results
    hidden: Mapping[str, Verdict]
    relayed: float
    whole_path: WholePath
    limits: Limits


def lines(measured: Everything) -> Iterator[Line]:
    for streams in _STREAMS:
        for case in measured.appends:
            if case.streams == streams:
                yield _append_line(case, measured.appends[case], measured.hidden)
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


def _append_line(case: Case, sides: Mapping[str, Measured], hidden: Mapping[str, Verdict]) -> Line:
    rates = {name: measured.rate for name, measured in sides.items()}
    peers = [name for name in rates if name != "ours"]
    best = rates["ours"] / max(rates[name] for name in peers)
    honest = rates["ours"] / max(rates[name] for name in peers if hidden[name].late_commit)
    callers = "1 caller" if case.callers == 1 else f"{case.callers} callers"
    return Line(
        f"append, {callers}, {_STREAMS[case.streams]}",
        *(appended(sides[name]) for name in ("ours", LOCKING, BY_FUNCTION, "Emmett")),
        f"{best:.1f} × ({honest:.1f} ×)",
        "5 ×" if case.callers == _RATIO_AT else "–",
    )


def _hidden_lines(hidden: Mapping[str, Verdict]) -> Iterator[Line]:
    in_order = [hidden[name] for name in ("ours", LOCKING, BY_FUNCTION, "Emmett")]
    late = [yes(verdict.late_commit) for verdict in in_order]
    yield Line("nothing hidden: had its place, committed late", *late, to_reach="yes")
    early = [yes(verdict.early_start) for verdict in in_order]
    yield Line("nothing hidden: begun early, took its place late", *early, to_reach="yes")
