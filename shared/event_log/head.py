"""The head of a log: its last position, the hash there and the last recorded time."""

from dataclasses import dataclass

from shared.event_log.connection import Connection


@dataclass(frozen=True, slots=True)
class Head:
    log: str
    log_id: str
    position: int
    hash: str
    recorded: int
    """Microseconds since 1970, UTC: of the last event, or the watermark published since."""


async def read_head(connection: Connection) -> Head:
    """A service's database holds one log, so there is one row."""
    row = await connection.fetchrow("select log, log_id, position, hash, recorded from log_head")
    if row is None:
        raise LookupError("this database holds no log; run the migrations")
    return Head(*row)
