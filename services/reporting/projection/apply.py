"""Applying batches of events: rows, marks, tallies, cells and the checkpoint, all in one transaction.

Marks are computed for the subjects touched and for those that name one that changed; the cells move by the
difference of marks. No column has code of its own here.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.projection.affected import Changes, load_affected
from services.reporting.projection.load_background import load_town
from services.reporting.projection.provenance import keep_provenance
from services.reporting.projection.recount_rows import recount_rows
from services.reporting.projection.rows import Row, load, save
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.subjects.references import Named
from services.reporting.subjects.seen import seen_by_others
from shared.event_log.connection import Connection
from shared.events.stream_id import StreamId
from shared.metrics import PROJECTION_POSITION
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.checkpointed import Checkpointed, Writing
from shared.read_model.entry import Entry
from shared.read_model.model import FIRST


class Projection:
    """One writer at a time: a subject of one log is counted by what is known from the other."""

    def __init__(self, model: Checkpointed) -> None:
        self._model = model
        self._turn = asyncio.Lock()
        self._towns: dict[str, Town] = {}
        self._towns_as_of = FIRST, Checkpoint(None, 0)

    async def apply(self, events: Sequence[Published]) -> None:
        """Events of one log; those applied before are ignored, a gap or another log is refused."""
        log = events[0].envelope.log
        async with self._turn:
            try:
                async with self._model.applying(events) as writing:
                    await self._apply(writing)
            except BaseException:
                self._towns.clear()
                raise
            reached = writing.folded.checkpoint(log)
            if log == "registry":
                self._towns_as_of = writing.folded.generation, reached
            if self._model.generation is None:
                PROJECTION_POSITION.labels("cells", log).set(reached.position)

    async def _apply(self, writing: Writing) -> None:
        as_of = writing.folded.generation, writing.folded.checkpoint("registry")
        if as_of != self._towns_as_of:  # another process went on, or another generation answers
            self._towns.clear()
            self._towns_as_of = as_of
        await keep_provenance(writing.connection, writing.batch)
        for township, entries in entries_by_town(writing.batch).items():
            await self._apply_to_town(writing.connection, township, entries)

    async def _apply_to_town(
        self, connection: Connection, township: str, entries: Mapping[Named, Sequence[Entry]]
    ) -> None:
        rows = await load(connection, township, entries)
        changes = Changes()
        before = {}
        for key, fresh in entries.items():
            row = rows.setdefault(key, Row(*key))
            before[key] = seen_by_others(row.kind, row.in_force)
            row.extend(fresh)
            changes.note(row, before)
        if any(kind in TOWN_KINDS for kind, _ in entries):
            await save(connection, township, [row for row in rows.values() if row.kind in TOWN_KINDS])
            self._towns.pop(township, None)
        if township not in self._towns:
            self._towns[township] = await load_town(connection, township)
        others = await load_affected(connection, township, changes, rows)
        await recount_rows(connection, township, self._towns[township], rows, others)


def entries_by_town(run: Iterable[Published]) -> dict[str, dict[Named, list[Entry]]]:
    found: dict[str, dict[Named, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for published in run:
        township, kind, subject = StreamId.parse(published.envelope.stream)
        entry = entry_of(published.envelope)
        if kind in LOG_OF_KIND and entry is not None:
            found[township][kind, subject].append(entry)
    return found
