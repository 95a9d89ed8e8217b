"""What one measured run says: rate and percentiles, as every side answers them."""

from collections.abc import Sequence
from typing import Any

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0)


def summary(seconds: float, latencies: Sequence[float]) -> dict[str, Any]:
    ordered = sorted(latencies)
    last = len(ordered) - 1
    shares = {str(share): ordered[min(int(len(ordered) * share), last)] * 1000 for share in SHARES}
    return {
        "rate": len(ordered) / seconds,
        "p50_ms": shares["0.5"],
        "p99_ms": shares["0.99"],
        "shares_ms": shares,
    }
