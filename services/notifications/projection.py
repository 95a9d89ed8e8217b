"""Applying runs of events: the subjects touched and the checkpoint, in one transaction."""

from collections.abc import Iterable, Sequence

import orjson

from services.notifications.subjects.entry import Entry, entry_of
from services.notifications.subjects.views import view_of
from shared import metrics
from shared.event_log.connection import Connection, Pool
from shared.events.stream_id import StreamId
from shared.follower.checkpoint import Checkpoint, Published
from shared.follower.order import after, next_batch

_CHECKPOINT = "select log_id, position, hash from checkpoints where log = $1"
_ADVANCE = """
insert into checkpoints (log, log_id, position, hash) values ($1, $2, $3, $4)
on conflict (log) do update
set log_id = excluded.log_id, position = excluded.position, hash = excluded.hash
"""
_KNOWN = "select stream, entries from subjects where stream = any($1::text[])"
_WRITE = """
insert into subjects (stream, township, kind, id, entries, view)
select stream, township, kind, id, entries::json, view::jsonb
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
  as touched (stream, township, kind, id, entries, view)
on conflict (stream) do update set entries = excluded.entries, view = excluded.view
"""


class Projection:
    """What this service keeps of one log. A second process on the same database takes turns with it."""

    def __init__(self, pool: Pool, log: str) -> None:
        self._pool = pool
        self._log = log

    async def load_checkpoint(self) -> Checkpoint:
        async with self._pool.acquire() as connection:
            return await self._checkpoint(connection)

    async def apply(self, run: list[Published]) -> None:
        """What was applied before is ignored, anything that does not continue it is refused."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("select pg_advisory_xact_lock(hashtext($1))", self._log)
            new = next_batch(await self._checkpoint(connection), run)
            if not new:
                return
            await _keep(connection, new)
            reached = after(new)
            await connection.execute(_ADVANCE, self._log, reached.log_id, reached.position, reached.hash)
        metrics.PROJECTION_POSITION.labels("notifications", self._log).set(reached.position)

    async def _checkpoint(self, connection: Connection) -> Checkpoint:
        row = await connection.fetchrow(_CHECKPOINT, self._log)
        return Checkpoint(None, 0) if row is None else Checkpoint(row["log_id"], row["position"], row["hash"])


async def _keep(connection: Connection, run: Sequence[Published]) -> None:
    added: dict[str, list[Entry]] = {}
    for event in run:
        entry = entry_of(event.envelope)
        if entry is not None:
            added.setdefault(event.envelope.stream, []).append(entry)
    if not added:
        return
    known = {
        row["stream"]: [Entry(*kept) for kept in orjson.loads(row["entries"])]
        for row in await connection.fetch(_KNOWN, list(added))
    }
    rows = [_row(stream, [*known.get(stream, ()), *entries]) for stream, entries in added.items()]
    await connection.execute(_WRITE, *_columns(rows))


def _row(stream: str, entries: Sequence[Entry]) -> tuple[str, str, str, str, str, str]:
    township, kind, subject = StreamId.parse(stream)
    view = view_of(kind, subject, entries)
    lists = orjson.dumps([tuple(entry) for entry in entries])
    return stream, township, kind, subject, lists.decode(), orjson.dumps(view).decode()


def _columns(rows: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]
