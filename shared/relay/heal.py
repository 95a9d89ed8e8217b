"""Refilling a log that was put back to an older state, from the chained bytes that its stream still holds."""

from dataclasses import dataclass

from nats.aio.client import Client

from shared.event_log.connection import Connection
from shared.event_log.head import read_head
from shared.event_log.take_over import take_over
from shared.relay.stored_bytes import read_stored


@dataclass(frozen=True, slots=True)
class Healed:
    """Positions `first` to `last` were taken over from the stream; none when `last` is before `first`."""

    first: int
    last: int


async def heal_log(bus: Client, connection: Connection, log: str, stream_last: int) -> Healed:
    """Take over everything after the log's head up to `stream_last`, in several transactions.

    Interrupted, it goes on from where it was. ChainBroken or Unreadable leaves the good part in the log.
    """
    head = await read_head(connection)
    first = head.position + 1
    while head.position < stream_last:
        raws = await read_stored(bus, log, head.position + 1)
        head = await take_over(connection, head, raws, more=head.position + len(raws) < stream_last)
    return Healed(first, head.position)
