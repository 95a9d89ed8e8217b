"""When events were recorded: the order in which an explanation walks over both logs."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.differences.report import Positions
from shared.event_log.connection import Connection

_TIMES = """
select recorded from provenance where log = $1 and position > $2 and position <= $3 order by position
"""
_LAST = """
select max(p.recorded) from unnest($1::text[], $2::bigint[]) as k (log, position)
cross join lateral (
  select recorded from provenance where log = k.log and position = k.position offset 0
) as p
"""
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class RecordedTimes:
    """Of the events after `start`, as far as they were read."""

    start: Positions
    times: Mapping[str, "array[int]"]

    def at(self, log: str, position: int) -> int:
        """Microseconds since 1970; the position itself where one log alone has events."""
        times = self.times.get(log)
        return position if times is None else times[position - self.start[log] - 1]


async def read_times(connection: Connection, start: Positions, end: Positions) -> RecordedTimes:
    """Eight bytes for each event."""
    if sum(end[log] > start[log] for log in start) < 2:  # noqa: PLR2004
        return RecordedTimes(start, {})
    times = {}
    for log in start:
        times[log] = array("q")
        cursor = await connection.cursor(_TIMES, log, start[log], end[log])
        while some := await cursor.fetch(_AT_ONCE):
            times[log].extend(recorded for (recorded,) in some)
    return RecordedTimes(start, times)


async def read_taken(connection: Connection, positions: Positions) -> int:
    """When the last event at these positions was recorded; 0 where there is none."""
    last: int | None = await connection.fetchval(_LAST, list(positions), list(positions.values()))
    return last or 0
