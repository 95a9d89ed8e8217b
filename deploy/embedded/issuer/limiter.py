"""How often something may be tried: so many times at once, then one more every so often. Pure; in bounded
memory; the time is given.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    burst: int
    seconds_each: float
    """After which there is one more."""


class Limiter:
    """A token bucket for each key, of which it keeps only the moment at which the bucket is full again."""

    def __init__(self, rate: Rate, most_keys: int = 10_000) -> None:
        self._rate = rate
        self._most_keys = most_keys
        self._full: dict[str, float] = {}

    def wait(self, key: str, now: float) -> float:
        """Seconds until the next try; 0 when it may be now."""
        used = max(self._full.get(key, now) - now, 0)
        return max(used - (self._rate.burst - 1) * self._rate.seconds_each, 0)

    def take(self, key: str, now: float) -> None:
        """One try."""
        if key not in self._full and len(self._full) >= self._most_keys:
            self._forget_half(now)
        self._full[key] = max(self._full.get(key, now), now) + self._rate.seconds_each

    def give_back(self, key: str) -> None:
        """All tries of this key."""
        self._full.pop(key, None)

    def _forget_half(self, now: float) -> None:
        """Those that have tried least stay limited for the shortest time: they are given back first."""
        kept = sorted((full, key) for key, full in self._full.items() if full > now)
        self._full = {key: full for full, key in kept[-self._most_keys // 2 :]}
