"""Looks every ten seconds how much is behind, and remembers half an hour of it."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import TypeAlias

from shared.operations.trend import Sample, Trend

Measure: TypeAlias = Callable[[], int | None]
"""How much is behind now; None while nobody knows."""

SAMPLED_EVERY = 10.0
_KEPT = 180


class Sampling:
    """In memory: after a start the trend begins anew."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._measures: dict[str, Measure] = {}
        self._samples: dict[str, deque[Sample]] = {}

    def add(self, measures: Mapping[str, Measure]) -> None:
        for name, measure in measures.items():
            self._measures[name] = measure
            self._samples[name] = deque(maxlen=_KEPT)

    def take(self) -> None:
        now = self._monotonic()
        for name, measure in self._measures.items():
            value = measure()
            if value is not None:
                self._samples[name].append(Sample(now, value))

    def trend(self, name: str) -> Trend:
        return Trend(tuple(self._samples[name]))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.take()
            await asyncio.sleep(SAMPLED_EVERY)
