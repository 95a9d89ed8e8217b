"""What only ours has: rates of the other paths, with the CPU and the bytes that an event costs there."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.report.table import NOTHING, markdown, rate
from benchmarks.results import Results

_HEADER = ("measured", "rate", "CPU µs an event", "bytes an event")


def paths_table(results: Results) -> list[str]:
    lines = [
        *_bulk(results.found("bulk")),
        *_relay(results.found("relay")),
        *_stored(results.found("stored")),
        *_whole_path(results.found("whole_path")),
        *_limits(results.found("limits")),
    ]
    return markdown(_HEADER, lines) if lines else []


def _bulk(found: Any) -> Iterator[list[str]]:
    if found is None:
        return
    for payload, told in (("256", "256 bytes"), ("real", "real")):
        each = found[payload]
        size = f"{each['stored_bytes']:,.0f} in tables and indexes, {each['wal_bytes']:,.0f} of WAL"
        yield [f"bulk append, {told}", rate(each["rate"]), cpu(each["cpu_us"]), size]
    single = found["single"]
    yield ["append, 32 callers, 256 bytes", rate(single["rate"]), cpu(single["cpu_us"]), NOTHING]


def _relay(found: Any) -> Iterator[list[str]]:
    if found is not None:
        size = f"{found['stream_bytes']:,.0f} in the stream"
        yield ["relay from the log to JetStream", rate(found["rate"]), cpu(found["cpu_us"]), size]


def _stored(found: Any) -> Iterator[list[str]]:
    if found is None:
        return
    archive = found["archive"]
    told = (
        ("projection of figures, without the bus", found["projection"], "stored_bytes"),
        ("rebuild from the streams, until it is counted", found["rebuild"], None),
        ("rebuild from the archive, until it is counted", found.get("rebuild_archive"), None),
        ("verify the live log and its stream", found["live"], None),
        ("archive the log", archive["write"], "bytes"),
        ("verify the archive", archive["verify"], None),
        ("audit replay: archive to 附件3", archive["replay"], None),
    )
    for what, each, size in told:
        if each is None:  # kept of a commit that did not measure it yet
            continue
        shown = NOTHING if size is None else f"{each[size]:,.0f}"
        yield [what, rate(each["rate"]), cpu(each["cpu_us"]), shown]


def _whole_path(found: Any) -> Iterator[list[str]]:
    if found is None:
        return
    for name in ("batched", "single"):
        each = found[name]
        yield [
            f"publisher → visible cell, {name} publishing",
            rate(each["rate"]),
            cpu(each["cpu_us"]),
            NOTHING,
        ]
    for per_second in (200, 500):
        latency = found[f"latency_{per_second}"]
        shown = f"{latency['p50_ms']:.0f} / {latency['p99_ms']:.0f} ms"
        yield [f"ack → visible cell at {per_second} facts/s, p50 / p99", shown, NOTHING, NOTHING]


def _limits(found: Any) -> Iterator[list[str]]:
    if found is not None:
        yield ["limit: COPY of the same rows by asyncpg", rate(found["copied"]), NOTHING, NOTHING]
        yield [
            "limit: nats-py publishing the same bytes to nobody", rate(found["published"]), NOTHING, NOTHING,
        ]  # fmt: skip


def cpu(by_process: Mapping[str, float]) -> str:
    """All together, then each that counts."""
    if not by_process:
        return NOTHING
    shown = ", ".join(f"{name} {cost:.0f}" for name, cost in by_process.items() if round(cost))
    return f"{sum(by_process.values()):.0f} ({shown})"
