"""The clock that facts, recorded times and reports go by: the system's, or a demonstration's.

Tokens are judged by real time; everything else of the product asks this clock.
"""

from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.identity.watched_file import WatchedFile


class DemoTime(BaseModel):
    """A demonstration's time: at the real instant `anchor` it shows `start` and runs `speed` times as fast.

    The deployment keeps it with its data folder, so every process and every restart shows the same time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: AwareDatetime
    anchor: AwareDatetime
    speed: float = Field(default=1.0, gt=0, le=100_000)
    held_at: AwareDatetime | None = None
    """While the demonstration's past is loaded it stands still here; only its loader moves it, forward."""

    def at(self, real: datetime) -> datetime:
        """What it shows at a real moment."""
        if self.held_at is not None:
            return self.held_at.astimezone(UTC)
        return (self.start + (real - self.anchor) * self.speed).astimezone(UTC)

    def __str__(self) -> str:
        """Its name in documents and answers: the same while it is held."""
        return f"{self.start.isoformat()} x{self.speed:g}"


class Clock:
    """`demo` is named in every document and answer that was made under it.

    All services read the one file, again whenever it has changed; without one, none is ever looked at.
    """

    def __init__(self, demo_file: Path | None = None) -> None:
        self._file = None if demo_file is None else WatchedFile(demo_file, DemoTime.model_validate_json)

    @property
    def demo(self) -> DemoTime | None:
        return None if self._file is None else self._file.content()

    def now(self) -> datetime:
        real = datetime.now(UTC)
        return real if self._file is None else self._file.content().at(real)
