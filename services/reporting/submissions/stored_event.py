"""The logs as far as a report goes: by their stored bytes, which name the log and carry its chain."""

from dataclasses import dataclass

from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.canonical import GENESIS
from shared.events.envelope import Envelope, event_hash
from shared.events.reporting import FrozenLog
from shared.instant import microseconds
from shared.problems import Rejected
from shared.relay.stored_bytes import Unreadable, read_one


@dataclass(frozen=True, slots=True)
class Reached:
    log: FrozenLog
    recorded: int
    """Of the last event, microseconds since 1970; 0 before the first."""


async def reached(bus: Client, log: str, log_id: str | None, position: int) -> Reached:
    """Raises `not_ready` where the bytes can't be read just now."""
    if position == 0:
        return Reached(FrozenLog(log_id=log_id or "none", position=0, hash=GENESIS), 0)
    try:
        raw = await read_one(bus, log, position)
    except (Unreadable, NatsError, TimeoutError) as error:
        detail = f"消息流暂不可读 the stream {log} can't be read just now"
        raise Rejected("not_ready", detail=detail) from error
    envelope = Envelope.from_bytes(raw)
    frozen = FrozenLog(log_id=envelope.log_id, position=position, hash=event_hash(raw))
    return Reached(frozen, microseconds(envelope.recorded))
