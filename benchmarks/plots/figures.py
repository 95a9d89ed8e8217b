"""What is to be drawn, out of the results: plain data, so that the drawing knows nothing of benchmarks."""

from collections.abc import Iterator
from typing import Any

from benchmarks.results import Results

Figure = dict[str, Any]
_CALLERS = (32, 256)
_STREAMS = {"new": "new streams", "existing": "existing streams, first touch"}
_PER_CORE = 1e6


def figures(results: Results) -> Iterator[Figure]:
    """Only what was measured."""
    for case in results.found("append") or []:
        if (case["payload"], case["callers"], case["streams"]) in _wanted():
            yield _latency(case)
    growth = results.found("growth")
    if growth is not None:
        yield _log_growth(growth["log"])
        if growth["town"]:
            yield _town_growth(growth["town"])


def _wanted() -> list[tuple[str, int, str]]:
    return [("256", callers, streams) for callers in _CALLERS for streams in _STREAMS]


def _latency(case: dict[str, Any]) -> Figure:
    lines = {
        name: [(float(share), ms) for share, ms in measured["shares_ms"].items()]
        for name, measured in case["sides"].items()
    }
    return {
        "file": f"latency-{case['callers']}-{case['streams']}.svg",
        "title": f"append, {case['callers']} callers, {_STREAMS[case['streams']]}, 256 bytes",
        "x": "percentile of calls",
        "y": "milliseconds",
        "scale": "percentile",
        "lines": {name: sorted(points) for name, points in lines.items()},
    }


def _log_growth(log: list[dict[str, Any]]) -> Figure:
    lines = {
        "append, 32 callers, new streams": [(each["events"], _PER_CORE / each["new"]) for each in log],
        "append, 32 callers, first touch": [
            (each["events"], _PER_CORE / each["first_touch"]) for each in log
        ],
        "bulk append": [(each["events"], _PER_CORE / each["filled"]) for each in log],
        "read by a follower": [(each["events"], _PER_CORE / each["read"]) for each in log],
    }
    return {
        "file": "growth-log.svg",
        "title": "what an event costs, against the events that the log holds",
        "x": "events in the log",
        "y": "microseconds an event",
        "scale": "size",
        "lines": lines,
    }


def _town_growth(town: list[dict[str, Any]]) -> Figure:
    lines = {
        "form now": [(each["facts"], each["kept_form_ms"]) for each in town],
        "form at another cut-off": [(each["facts"], each["recount_ms"]) for each in town],
        "ack → visible cell, p50": [(each["facts"], each["latency"]["p50_ms"]) for each in town],
        "ack → visible cell, p99": [(each["facts"], each["latency"]["p99_ms"]) for each in town],
    }
    return {
        "file": "growth-town.svg",
        "title": "how long answers take, against the facts of the town",
        "x": "facts of the town",
        "y": "milliseconds",
        "scale": "size",
        "lines": lines,
    }
