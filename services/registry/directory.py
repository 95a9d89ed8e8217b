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
from services.registry.search.normalised import grams
from services.registry.search.statements import seen_by
from shared.aggregates.history import History
from shared.event_log.connection import DATABASE_AWAY, Connection, Pool
from shared.event_log.read import Stored, read_after, read_streams
from shared.events.envelope import Envelope, event_hash
from shared.events.stream_id import StreamId
from shared.instant import microseconds
from shared.intake.judging.stream_states import recorded
from shared.logging import get_logger
from shared.metrics import PROJECTION_POSITION, PROJECTION_STOPPED
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.model import AnotherVersion, ReadModel
from shared.read_model.stopped import Stopped, stopped_at

log = get_logger(__name__)

LOG = "registry"
_BATCH = 500
_LOOK_SECONDS = 0.2
_AGAIN_SECONDS = 1.0

_KEEP = """
insert into directory (township, kind, id, village, department, document, called, grams, seen_by)
select row.township, row.kind, row.id, row.village, row.department, row.document, row.called,
  array(select jsonb_array_elements_text(row.grams)), array(select jsonb_array_elements_text(row.seen_by))
from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[],
  $7::text[], $8::jsonb[], $9::jsonb[]
) as row (township, kind, id, village, department, document, called, grams, seen_by)
on conflict (township, kind, id) do update
set village = excluded.village, department = excluded.department, document = excluded.document,
  called = excluded.called, grams = excluded.grams, seen_by = excluded.seen_by
"""


DIRECTORY = ReadModel("directory", version=3, tables=("directory",))
"""Raised by whatever changes what is listed of the same events: it is folded anew at the next start."""


class Directory:
    """One task keeps it; several processes take turns."""

    def __init__(self, pool: Pool) -> None:
        self.model = Checkpointed(pool, DIRECTORY)
        self.stopped: Stopped | None = None
        self._level_at = -math.inf
        self._alone = 0
        """So many events are applied each by itself, to find the one that fails."""

    async def keep(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.catch_up()
            except (AnotherVersion, *DATABASE_AWAY) as error:
                log.warning("directory_interrupted", error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                await asyncio.sleep(_LOOK_SECONDS if self.stopped is None else _AGAIN_SECONDS)

    async def catch_up(self) -> None:
        """Until level with the log, or before an event that can't be applied."""
        while await self._went_on():
            pass
        if self.stopped is None:
            self._level_at = time.monotonic()

    async def _went_on(self) -> bool:
        try:
            more = await self._apply_next()
        except (AnotherVersion, *DATABASE_AWAY):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the one event to blame is looked for
            return await self._blame(error)
        self._alone = max(0, self._alone - 1)
        return more

    async def _blame(self, error: Exception) -> bool:
        """First each event alone; the one that fails then is where the directory stands."""
        if not self._alone:
            self._alone = _BATCH
            return True
        async with self.model.writing() as writing:
            position = writing.folded.checkpoint(LOG).position
            (stored, *_) = await read_after(writing.connection, position, 1)
        stopped = stopped_at(Published(Envelope.from_bytes(stored.raw), stored.raw), error)
        if stopped != self.stopped:
            log.error("event_not_applied", **stopped.to_json(), exc_info=error)
        self.stopped = stopped
        PROJECTION_STOPPED.labels(LOG).set(stopped.position)
        await self.model.stop_at(stopped)
        return False

    def seconds_behind(self) -> float:
        """Since it was last level with the log; infinite until it first is."""
        return max(0.0, time.monotonic() - self._level_at - _LOOK_SECONDS)

    async def _apply_next(self) -> bool:
        """One batch of events; False when there was none."""
        async with self.model.writing() as writing:
            position = writing.folded.checkpoint(LOG).position
            batch = await read_after(writing.connection, position, 1 if self._alone else _BATCH)
            if not batch:
                return False
            await _keep(writing.connection, [stored.stream for stored in batch], batch[-1].position)
            await self.model.save(writing, LOG, _reached(batch[-1]))
        PROJECTION_POSITION.labels("directory", LOG).set(batch[-1].position)
        if self.stopped is not None:
            log.info("event_applied_at_last", log=LOG, position=self.stopped.position)
            self.stopped = None
            PROJECTION_STOPPED.labels(LOG).set(0)
        return True


def _reached(last: Stored) -> Checkpoint:
    envelope = Envelope.from_bytes(last.raw)
    recorded = microseconds(envelope.recorded)
    return Checkpoint(envelope.log_id, envelope.position, event_hash(last.raw), recorded)


async def _keep(connection: Connection, streams: Sequence[str], until: int) -> None:
    """Each changed subject is folded anew from its first event on: none is applied twice or out of order."""
    histories = dict.fromkeys(streams, History())
    for stored in await read_streams(connection, list(histories)):
        if stored.position > until:
            continue
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
        [_json(listed.document) for _, _, _, listed in rows],
        [listed.called for _, _, _, listed in rows],
        [_json(sorted(grams(township, listed.called))) for township, _, _, listed in rows],
        [_json(seen_by(township, listed.seen_by)) for township, _, _, listed in rows],
    )


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
