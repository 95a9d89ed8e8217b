"""Whether a log stands still: its relay is silent, or what it announces is not applied. Pure.

Seconds are real ones whatever a demonstration's clock shows; the moment that is told is the clock's.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

STILL_SECONDS = 60.0
"""A service that is started again is not told of. As long has it to be well again to be called so."""
_BEATS_SECONDS = 5.0


class Stand(Enum):
    STANDING = "standing"
    WELL = "well"
    UNKNOWN = "unknown"
    """Not for long enough one or the other: what was said of it stays."""


@dataclass(frozen=True, slots=True)
class Seen:
    """At one look."""

    at: float
    """Monotonic."""
    now: datetime
    """By the clock that reminders go by."""
    silent_seconds: float
    """Since the log announced itself last, or since somebody listens."""
    position: int
    """Up to where it is applied, by whichever process."""
    is_behind: bool
    """It has announced more than that."""


class LogWatch:
    """Of one log, as one process sees it; `since` is when it was well last, or was looked at first."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self._position = -1
        self._moved = self._well_from = 0.0
        self._was_well = False

    def look(self, seen: Seen) -> Stand:
        if seen.position != self._position or not seen.is_behind:
            self._position, self._moved = seen.position, seen.at
        stood = max(seen.silent_seconds, seen.at - self._moved)
        if stood < _BEATS_SECONDS or self.since is None:
            self.since = seen.now
        if stood >= _BEATS_SECONDS:
            self._was_well = False
            return Stand.STANDING if stood >= STILL_SECONDS else Stand.UNKNOWN
        if not self._was_well:
            self._was_well, self._well_from = True, seen.at
        return Stand.WELL if seen.at - self._well_from >= STILL_SECONDS else Stand.UNKNOWN
