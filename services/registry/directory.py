"""The directory: a table of what is now known of every subject, kept from the service's own log.

The log lies in the same database, so it is read there: the rows and the position they reflect are one
transaction, and nothing of the bus is needed.
"""

import asyncio
import math
import time
from collections.abc import Sequence

import orjson

from services.registry.entries import DirectoryEntry, directory_entry
from shared.aggregates.history import History
from shared.event_log.connection import DATABASE_AWAY, Connection, Pool
from shared.event_log.read import read_after, read_streams
from shared.events.stream_id import StreamId
from shared.intake.judging.stream_states import recorded
from shared.logging import get_logger
from shared.metrics import PROJECTION_POSITION

log = get_logger(__name__)

LOG = "registry"
_RUN = 500
_LOOK_SECONDS = 0.2
_AGAIN_SECONDS = 1.0

_KEEP = """
insert into directory (township, kind, id, village, department, document)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
on conflict (township, kind, id) do update
set village = excluded.village, department = excluded.department, document = excluded.document
"""


class Directory:
    """One task keeps it; several processes take turns on the row of its position."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._level_at = -math.inf

    async def keep(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.catch_up()
            except DATABASE_AWAY as error:
                log.warning("directory_interrupted", error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                await asyncio.sleep(_LOOK_SECONDS)

    async def catch_up(self) -> None:
        """Until level with the log."""
        while await self._apply_next():
            pass
        self._level_at = time.monotonic()

    def seconds_behind(self) -> float:
        """Since it was last level with the log; infinite until it first is."""
        return max(0.0, time.monotonic() - self._level_at - _LOOK_SECONDS)

    async def _apply_next(self) -> bool:
        """One run of events; False when there was none."""
        async with self._pool.acquire() as connection, connection.transaction():
            position = await connection.fetchval(
                "select position from directory_position where log = $1 for update", LOG
            )
            run = await read_after(connection, position, _RUN)
            if not run:
                return False
            await _keep(connection, list(dict.fromkeys(stored.stream for stored in run)))
            await connection.execute(
                "update directory_position set position = $2 where log = $1", LOG, run[-1].position
            )
        PROJECTION_POSITION.labels("directory", LOG).set(run[-1].position)
        return True


async def _keep(connection: Connection, streams: Sequence[str]) -> None:
    """Each changed subject is folded anew, whole: no event is applied twice or out of order."""
    histories = dict.fromkeys(streams, History())
    for stored in await read_streams(connection, streams):
        entry = recorded(stored.raw)
        histories[stored.stream] = histories[stored.stream].with_entry(entry)
    rows: list[tuple[str, str, str, DirectoryEntry]] = []
    for stream, history in histories.items():
        township, kind, subject = StreamId.parse(stream)
        listed = directory_entry(kind, subject, history)
        if listed is not None:
            rows.append((township, kind, subject, listed))
    await connection.execute(
        _KEEP,
        [township for township, _, _, _ in rows],
        [kind for _, kind, _, _ in rows],
        [subject for _, _, subject, _ in rows],
        [listed.village for _, _, _, listed in rows],
        [listed.department for _, _, _, listed in rows],
        [orjson.dumps(listed.document).decode() for _, _, _, listed in rows],
    )
