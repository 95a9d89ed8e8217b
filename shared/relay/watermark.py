"""Publishing a log's watermark: from then on no process records anything at or before it."""

from datetime import datetime

from nats.aio.client import Client

from shared.canonical import canonical
from shared.event_log.connection import Connection
from shared.instant import microseconds, moment_at, write_instant
from shared.logging import get_logger
from shared.metrics import LOG_AHEAD

ALARM_SECONDS = 1.0

_log = get_logger(__name__)

_CLOSE = """
update log_head set recorded = greatest(recorded, $1)
returning log, log_id, position, hash, recorded
"""


async def publish_watermark(bus: Client, connection: Connection, now: datetime) -> None:
    """Appends need a later `recorded` than the head's, so moving that forward closes the time before it."""
    row = await connection.fetchrow(_CLOSE, microseconds(now))
    if row is None:
        raise LookupError("this database holds no log; run the migrations")
    log, log_id, position, hash_, recorded = row
    _note_ahead(log, (recorded - microseconds(now)) / 1_000_000)
    closed = write_instant(moment_at(recorded))
    document = canonical({"log": log, "logid": log_id, "position": position, "hash": hash_, "clock": closed})
    await bus.publish(f"clock.{log}", document)


def _note_ahead(log: str, seconds: float) -> None:
    """Deadlines go by this clock, and what is recorded by the log's: more than a second apart is an alarm."""
    LOG_AHEAD.labels(log).set(seconds)
    if seconds > ALARM_SECONDS:
        _log.error("log_ahead_of_clock", log=log, seconds=round(seconds, 3))
