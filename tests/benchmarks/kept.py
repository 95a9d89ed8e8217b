"""Results as a run leaves them, with figures of a test's own."""

from typing import Any

from benchmarks.peers import BY_FUNCTION, EMMETT_SIDE, LOCKING, MESSAGE_DB_SIDE, OURS, OURS_ON_DEBIAN
from benchmarks.results import Results

RATES = {
    OURS: 40_000.0,
    OURS_ON_DEBIAN: 38_000.0,
    LOCKING: 1_000.0,
    BY_FUNCTION: 4_000.0,
    EMMETT_SIDE: 5_000.0,
    MESSAGE_DB_SIDE: 2_000.0,
}
HIDDEN = {
    **{name: {"late_commit": True, "early_start": True} for name in RATES},
    BY_FUNCTION: {"late_commit": False, "early_start": True},
    EMMETT_SIDE: {"late_commit": True, "early_start": False},
}


def measured(rate: float, p99_ms: float = 4.0) -> dict[str, Any]:
    shares = {"0.5": 1.0, "0.99": p99_ms, "1.0": 9.0}
    return {"rate": rate, "p50_ms": 1.0, "p99_ms": p99_ms, "shares_ms": shares, "rates": [rate]}


def case(callers: int, streams: str, payload: str = "256", *without: str) -> dict[str, Any]:
    sides = {name: measured(rate) for name, rate in RATES.items() if name not in without}
    return {"payload": payload, "callers": callers, "streams": streams, "sides": sides}


def keep_appends(results: Results, *without: str) -> None:
    cases = [
        case(callers, streams, "256", *without)
        for callers in (1, 32, 256)
        for streams in ("new", "existing", "again")
    ]
    results.keep("append", cases, ["this machine"])
    results.keep("hidden_rows", HIDDEN, ["this machine"])


def growth(largest_rate: float) -> dict[str, Any]:
    log = [
        {
            "events": events, "filled": 20_000.0, "alone_ms": 0.3, "new": 25_000.0, "first_touch": rate,
            "read": 400_000.0, "bytes_an_event": 1_350.0,
        }
        for events, rate in ((10_000, 10_000.0), (10_000_000, largest_rate))
    ]  # fmt: skip
    return {"log": log, "town": []}
