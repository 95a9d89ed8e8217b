"""Applying batches of events: the subjects touched and the checkpoint, in one transaction."""

from collections.abc import Iterable, Sequence

import orjson

from services.notifications.publisher_days import keep_days
from services.notifications.reminders.marks import mark
from services.notifications.subjects.kept import entry_of
from services.notifications.subjects.views import view_of
from shared import metrics
from shared.clock import Clock
from shared.event_log.connection import Connection
from shared.events.stream_id import StreamId
from shared.read_model.checkpoint import Published
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.entry import Entry, decode, encode
from shared.read_model.model import ReadModel

WATCHED = ReadModel("watched", version=4, tables=("subjects", "publisher_days"))
"""Raised by whatever changes entries or views of the same events: they are folded anew at the next start."""

_KNOWN = "select stream, entries from subjects where stream = any($1::text[])"
_WRITE = """
insert into subjects (stream, township, kind, id, entries, view)
select stream, township, kind, id, entries::json, view::jsonb
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
  as touched (stream, township, kind, id, entries, view)
on conflict (stream) do update set entries = excluded.entries, view = excluded.view
"""
# Kept for ever: events that are folded anew were learnt when they came first.
_LEARNT = """
insert into learnt (log, first, last, at)
select $1, greatest($2, before.last + 1), $3, $4
from (select coalesce((select last from learnt where log = $1 order by first desc limit 1), 0)) before (last)
where before.last < $3
"""


class Projection:
    """What this service keeps of the logs. A second process on the same database takes turns with it."""

    def __init__(self, model: Checkpointed, clock: Clock) -> None:
        self._model, self._clock = model, clock

    async def apply(self, events: Sequence[Published]) -> None:
        """Of one log. What was applied before is ignored, anything that does not continue it is refused."""
        log = events[0].envelope.log
        async with self._model.applying(events) as writing:
            await _keep(writing.connection, writing.batch, self._clock)
            await keep_days(writing.connection, writing.batch)
        reached = writing.folded.checkpoint(log).position
        metrics.PROJECTION_POSITION.labels("notifications", log).set(reached)


async def _keep(connection: Connection, run: Sequence[Published], clock: Clock) -> None:
    added: dict[str, list[Entry]] = {}
    for event in run:
        entry = entry_of(event.envelope)
        if entry is not None:
            added.setdefault(event.envelope.stream, []).append(entry)
    if not added:
        return
    known = {row["stream"]: decode(row["entries"]) for row in await connection.fetch(_KNOWN, list(added))}
    rows = [_row(stream, [*known.get(stream, ()), *entries]) for stream, entries in added.items()]
    await connection.execute(_WRITE, *_columns(rows))
    await mark(connection, added)
    first, last = run[0].envelope, run[-1].envelope
    await connection.execute(_LEARNT, first.log, first.position, last.position, clock.now())


def _row(stream: str, entries: Sequence[Entry]) -> tuple[str, str, str, str, str, str]:
    township, kind, subject = StreamId.parse(stream)
    view = view_of(kind, subject, entries)
    return stream, township, kind, subject, encode(entries).decode(), orjson.dumps(view).decode()


def _columns(rows: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]
