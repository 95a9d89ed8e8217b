"""Reading when the events near a point were recorded; of all towns, so many before and after."""

from services.reporting.differences.report import Positions
from services.reporting.stepping.near import Near, near
from shared.event_log.connection import Connection

LOOKED_AT = 2_000
"""Positions of each log before the point, and as many after it."""

_RECORDED = """
select position, recorded from provenance where log = $1 and position > $2 and position <= $3
"""


async def read_near(connection: Connection, at: Positions, applied: Positions) -> Near:
    times = {
        log: dict(await connection.fetch(_RECORDED, log, position - LOOKED_AT, position + LOOKED_AT))
        for log, position in at.items()
    }
    return near(times, at, applied)
