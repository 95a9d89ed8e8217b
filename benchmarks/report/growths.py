"""How cost grows with what is already there: a log, and one town on `paicha up`."""

from collections.abc import Iterator
from typing import Any

from benchmarks.report.table import markdown

_LOG = ("events", "filled", "one caller, p50", "32 callers, new", "32, first touch", "read", "bytes an event")
_TOWN = ("facts", "batched", "ack → visible at 200/s, p50 / p99", "form", "form at another cut-off")


def growth_tables(found: Any) -> Iterator[str]:
    if found is None:
        return
    yield from (*markdown(_LOG, map(_log_line, found["log"])), "")
    if found["town"]:
        yield from (*markdown(_TOWN, map(_town_line, found["town"])), "")


def _log_line(log: dict[str, Any]) -> list[str]:
    return [
        f"{log['events']:,}",
        f"{log['filled']:,.0f}/s",
        f"{log['alone_ms']:.1f} ms",
        f"{log['new']:,.0f}/s",
        f"{log['first_touch']:,.0f}/s",
        f"{log['read']:,.0f}/s",
        f"{log['bytes_an_event']:,.0f}",
    ]


def _town_line(town: dict[str, Any]) -> list[str]:
    latency = town["latency"]
    return [
        f"{town['facts']:,}",
        f"{town['batched']:,.0f}/s",
        f"{latency['p50_ms']:.0f} / {latency['p99_ms']:.0f} ms",
        f"{town['kept_form_ms']:.0f} ms",
        f"{town['recount_ms']:,.0f} ms",
    ]
