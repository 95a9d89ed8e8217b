"""How far a follower is behind its log, for health and metrics."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Following(Enum):
    STARTING = "starting"
    FOLLOWING = "following"
    FAILING = "failing"
    """Applying raised, and is tried again."""
    STOPPED = "stopped"
    """Another log, another past, or a read model of another version: an operator has to decide."""


@dataclass(frozen=True, slots=True)
class Lag:
    positions: int
    seconds: float
    """Since when it is behind, or without an answer from the broker; 0 when level."""
    state: Following


class LagMeter:
    """Level only while the broker answers and everything it has was applied."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._behind_since: float | None = monotonic()
        self.state = Following.STARTING
        self.position = 0
        self._last = 0

    def saw(self, stream_last: int) -> None:
        self._last = max(self._last, stream_last)
        if self._last > self.position and self._behind_since is None:
            self._behind_since = self._monotonic()

    def applied(self, position: int) -> None:
        self.state = Following.FOLLOWING
        self.position = position
        self._behind_since = None if position >= self._last else (self._behind_since or self._monotonic())

    def interrupted(self, state: Following) -> None:
        self.state = state
        if self._behind_since is None:
            self._behind_since = self._monotonic()

    def started(self, position: int, stream_last: int) -> None:
        """The broker answered; a stream made anew may end before the checkpoint."""
        self._last = stream_last
        failing = self.state is Following.FAILING and position < stream_last
        self.applied(position)
        if failing:
            self.state = Following.FAILING

    def read(self) -> Lag:
        since = self._behind_since
        seconds = 0.0 if since is None else self._monotonic() - since
        return Lag(max(0, self._last - self.position), seconds, self.state)
