"""How a number has moved of late: what is behind grows, shrinks, or stays. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

_LOOKS_BACK_SECONDS = 60.0
_LEAST_SECONDS = 20.0
_FEW, _SHARE = 10, 0.1
"""A change is one beyond so many, and beyond this share of what it was: the rest is coming and going."""


class Sample(NamedTuple):
    at: float
    """Seconds of a clock that never goes back."""
    value: int


class Course(Enum):
    NOTHING = "nothing"
    """Nothing is behind."""
    UNKNOWN = "unknown"
    """It was not looked at for long enough."""
    LEVEL = "level"
    GROWING = "growing"
    SHRINKING = "shrinking"


@dataclass(frozen=True, slots=True)
class Trend:
    samples: Sequence[Sample]
    """The oldest first."""

    @property
    def highest(self) -> int:
        return max((sample.value for sample in self.samples), default=0)

    @property
    def course(self) -> Course:
        if not self.samples:
            return Course.UNKNOWN
        if self.samples[-1].value == 0:
            return Course.NOTHING
        compared = self._compared()
        if compared is None:
            return Course.UNKNOWN
        before, now = compared
        change = now.value - before.value
        if abs(change) <= max(_FEW, before.value * _SHARE):
            return Course.LEVEL
        return Course.GROWING if change > 0 else Course.SHRINKING

    @property
    def seconds_left(self) -> float | None:
        """Until nothing is behind, at the pace of the last minute; None where it does not shrink."""
        compared = self._compared()
        if compared is None or self.course is not Course.SHRINKING:
            return None
        before, now = compared
        return now.value * (now.at - before.at) / (before.value - now.value)

    def _compared(self) -> tuple[Sample, Sample] | None:
        """The last one, and the newest that is a minute older, or the oldest."""
        if not self.samples:
            return None
        now = self.samples[-1]
        older = [sample for sample in self.samples if now.at - sample.at >= _LOOKS_BACK_SECONDS]
        before = older[-1] if older else self.samples[0]
        return (before, now) if now.at - before.at >= _LEAST_SECONDS else None


def line_of(trend: Trend, width: int, height: int) -> str:
    """The points of a line in a box of that size, as SVG writes them; the top is the highest value."""
    samples = trend.samples
    if not samples:
        return ""
    begin, span = samples[0].at, max(samples[-1].at - samples[0].at, 1.0)
    top = max(trend.highest, 1)
    return " ".join(
        f"{(sample.at - begin) / span * width:.1f},{height - sample.value / top * height:.1f}"
        for sample in samples
    )
