"""The stream of a log against the log: sequence is position, the published bytes are the stored ones."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import asyncpg
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from shared.bus.connect import connected
from shared.bus.jetstream import LOG_ID, jetstream_of
from shared.event_log.connection import SESSION, Connection
from shared.event_log.head import Head, read_head
from shared.relay.stored_bytes import Unreadable, read_one, read_stored
from shared.verifying.finding import Finding
from shared.verifying.processors import Processors

_OTHERWISE = "消息流中的字节与日志不同 the stream holds other bytes than the log"
_ROWS = "select raw from events where position between $1 and $2 order by position"
_MISSING = "消息流中没有此位置 the stream lacks this position"


async def check_state(bus: Client, connection: Connection, head: Head) -> Finding | None:
    """The stream names this log, begins at 1, ends at the head and lacks nothing in between.

    What the relay has not brought there yet is no finding: whoever asks waits for it first.
    """
    try:
        info = await bus.jetstream(timeout=10).stream_info(jetstream_of(head.log))
    except NotFoundError:
        return Finding(1, "stream_state", "消息流不存在 there is no such stream")
    state = info.state
    if (info.config.metadata or {}).get(LOG_ID) not in (None, head.log_id):
        return Finding(1, "stream_state", "消息流属于另一日志 the stream is another log's")
    if state.messages and state.first_seq != 1:
        return Finding(1, "stream_state", "消息流缺少开头 the stream lacks its beginning")
    if state.last_seq < head.position:
        return Finding(
            state.last_seq + 1, "stream_state", "消息流比日志短 the stream is shorter than the log"
        )
    # Only what is in the log is published: looked at later, the log has it all.
    reached = (await read_head(connection)).position
    if state.last_seq > reached:
        return Finding(reached + 1, "stream_state", "日志比消息流短 the log is shorter than its stream")
    return None


class SignIn(NamedTuple):
    """At the bus, of a user who may read the stream."""

    url: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Published:
    """Positions `first` to `last` of a stream and of its log, which is stored in the database `dsn`."""

    dsn: str
    sign_in: SignIn
    log: str
    first: int
    last: int


async def compared(
    stretches: Sequence[Published], processors: Processors
) -> AsyncIterator[tuple[Published, Finding | None]]:
    """In their order, several at a time; a single one here, before another process has begun."""
    if len(stretches) == 1:
        yield stretches[0], await _compare(stretches[0])
        return
    done = iter(stretches)
    async for finding in processors.in_order(compare, stretches):
        yield next(done), finding


def compare(stretch: Published) -> Finding | None:
    """For a pool of processes."""
    return asyncio.run(_compare(stretch))


async def _compare(stretch: Published) -> Finding | None:
    connection = await asyncpg.connect(stretch.dsn, timeout=10, server_settings=SESSION)
    try:
        async with connected(*stretch.sign_in, on_closed=_give_up) as bus:
            return await _check_bytes(bus, connection, stretch)
    finally:
        await connection.close()


def _give_up() -> None:
    os._exit(2)


async def _check_bytes(bus: Client, connection: Connection, stretch: Published) -> Finding | None:
    log, position = stretch.log, stretch.first
    while position <= stretch.last:
        try:
            published = (await read_stored(bus, log, position))[: stretch.last - position + 1]
        except Unreadable:
            return Finding(await _first_missing(bus, log, position), "published", _MISSING)
        rows = await connection.fetch(_ROWS, position, position + len(published) - 1)
        stored: list[bytes] = [row["raw"] for row in rows]
        if stored != published:
            same = zip(stored, published, strict=False)
            offset = next((at for at, (one, other) in enumerate(same) if one != other), len(stored))
            return Finding(position + offset, "published", _OTHERWISE)
        position += len(published)
    return None


async def _first_missing(bus: Client, log: str, first: int) -> int:
    """Of the next batch, read one by one."""
    position = first
    while True:
        try:
            await read_one(bus, log, position)
        except Unreadable:
            return position
        position += 1
