"""The clock that facts, recorded times and reports go by: the system's, or a demonstration's.

Tokens are judged by real time; everything else of the product asks this clock.
"""

from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class DemoTime(BaseModel):
    """A demonstration's time: at the real instant `anchor` it shows `start` and runs `speed` times as fast.

    The deployment keeps it with its data folder, so every process and every restart shows the same time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: AwareDatetime
    anchor: AwareDatetime
    speed: float = Field(default=1.0, gt=0, le=100_000)

    def __str__(self) -> str:
        return f"{self.start.isoformat()} x{self.speed:g}"


class Clock:
    """`demo` is named in every document and answer that was made under it."""

    def __init__(self, demo: DemoTime | None = None) -> None:
        self.demo = demo

    def now(self) -> datetime:
        real = datetime.now(UTC)
        if self.demo is None:
            return real
        return (self.demo.start + (real - self.demo.anchor) * self.demo.speed).astimezone(UTC)
