"""Finding streams by their introductions: by the unit that these name, and by the beginning of an id."""

from collections.abc import Sequence

from services.hazards.tables import UNIT_KEY, UNIT_NAMED
from shared.canonical import canonical
from shared.event_log.connection import Connection
from shared.events.stream_id import stream_of

MOST_EVENTS = 2_000
"""Of one stream."""
_OF_UNIT = f"""
select stream from events
where stream_version = 1 and {UNIT_NAMED} = {UNIT_KEY} and stream ^@ $2
order by position desc limit $3
"""  # noqa: S608 - all parts are written here
_BY_ID = """
select stream from events where stream_version = 1 and stream ^@ $1 and stream > $2 order by stream limit $3
"""
_STREAMS = """
select stream, raw from events where stream = any($1::text[]) and stream_version <= $2 order by position
"""


async def streams_of_unit(
    connection: Connection, township: str, kind: str, unit: str, most: int
) -> list[str]:
    """The newest first. A few more are no harm: who reads them looks which unit they name."""
    named = canonical(unit)[1:-1]
    rows = await connection.fetch(_OF_UNIT, named, stream_of(township, kind, ""), most)
    return [row["stream"] for row in rows]


async def streams_by_id(
    connection: Connection, township: str, kind: str, begins: str, after: str, most: int
) -> list[str]:
    """By id, those that begin so and come after the stream `after`."""
    rows = await connection.fetch(_BY_ID, stream_of(township, kind, begins), after, most)
    return [row["stream"] for row in rows]


async def read_each(connection: Connection, streams: Sequence[str]) -> dict[str, list[bytes]]:
    """In the order of `streams`."""
    found: dict[str, list[bytes]] = {stream: [] for stream in streams}
    for stream, raw in await connection.fetch(_STREAMS, list(streams), MOST_EVENTS):
        found[stream].append(raw)
    return found
