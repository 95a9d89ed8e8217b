"""What one measured run says: rate and percentiles, as every side answers them."""

from collections.abc import Sequence


def summary(seconds: float, latencies: Sequence[float]) -> dict[str, float]:
    ordered = sorted(latencies)
    return {
        "rate": len(ordered) / seconds,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
    }
