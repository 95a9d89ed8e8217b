"""Whose event stands at a position of a log: read from the log's stream."""

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.reporting.lineage.sources import Source
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId
from shared.problems import Rejected
from shared.relay.stored_bytes import Unreadable, read_one

_SHOWN = ("unit", "inspection", "hazard", "penalty", "case")


async def subject_at(bus: Client, township: str, event: Source) -> Named | None:
    """None where there is no event, or none of such a subject of this town. Raises `not_ready`."""
    try:
        envelope = Envelope.from_bytes(await read_one(bus, event.log, event.position))
    except Unreadable:
        return None
    except (NatsError, TimeoutError):
        raise Rejected("not_ready", detail="消息流暂不可读 a stream can't be read just now") from None
    stream = StreamId.parse(envelope.stream)
    if stream.township != township or stream.kind not in _SHOWN or LOG_OF_KIND[stream.kind] != event.log:
        return None
    return stream.kind, stream.id
