"""When the events near a point were recorded, by log and position. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.differences.report import Positions


@dataclass(frozen=True, slots=True)
class Near:
    times: Mapping[str, Mapping[int, int]]
    horizon: int | None
    """What was recorded later than this may not be all of it; None where the end of each log was seen."""
    last: Positions
    """The last positions that were recorded by the horizon."""

    @property
    def goes_on(self) -> bool:
        return self.horizon is not None

    def recorded(self, log: str, position: int) -> int | None:
        """Microseconds since 1970; None for what is not near."""
        return self.times[log].get(position)

    def covers(self, recorded: int) -> bool:
        return self.horizon is None or recorded <= self.horizon


def near(times: Mapping[str, Mapping[int, int]], at: Positions, applied: Positions) -> Near:
    """Where a log goes on beyond what was looked at, the others are taken no further than it was."""
    lasts = {log: max(found) for log, found in times.items() if found}
    ends = [times[log][last] for log, last in lasts.items() if last < applied[log]]
    horizon = min(ends, default=None)
    last = {log: max([at[log], *_recorded_by(horizon, times[log])]) for log in at}
    return Near(times, horizon, last)


def _recorded_by(horizon: int | None, times: Mapping[int, int]) -> list[int]:
    return [position for position, recorded in times.items() if horizon is None or recorded <= horizon]
