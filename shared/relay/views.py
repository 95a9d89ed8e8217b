"""Looking at a log and its stream, so that they can be compared."""

from dataclasses import dataclass

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StreamInfo
from nats.js.errors import NotFoundError

from shared.bus.jetstream import LOG_ID, jetstream_of
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.event_log.read import hash_at
from shared.relay.compare import LogView, StreamView, Verdict, compare


@dataclass(frozen=True, slots=True)
class Comparison:
    verdict: Verdict
    head: Head
    stream: StreamView | None


async def look(bus: Client, connection: Connection, log: str) -> Comparison:
    """The stream is asked first: everything in it was in the log before, so it can't be ahead by chance."""
    js = bus.jetstream(timeout=5)
    info = await _stream_info(js, jetstream_of(log))
    head = await read_head(connection)
    common = min(head.position, info.state.last_seq if info is not None else 0)
    log_view = LogView(head.log_id, head.position, await hash_at(connection, common))
    stream = None if info is None else await _stream_view(js, info, common)
    return Comparison(compare(log_view, stream), head, stream)


async def _stream_info(js: JetStreamContext, stream: str) -> StreamInfo | None:
    try:
        return await js.stream_info(stream)
    except NotFoundError:
        return None


async def _stream_view(js: JetStreamContext, info: StreamInfo, common: int) -> StreamView:
    state = info.state
    return StreamView(
        last=state.last_seq,
        first=state.first_seq,
        messages=state.messages,
        log_id=(info.config.metadata or {}).get(LOG_ID),
        common_raw=await _message(js, str(info.config.name), common) if common else None,
    )


async def _message(js: JetStreamContext, stream: str, sequence: int) -> bytes | None:
    try:
        return (await js.get_msg(stream, sequence, direct=True)).data
    except NotFoundError:
        return None
