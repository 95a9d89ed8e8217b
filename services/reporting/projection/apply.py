"""Applying batches of events: rows, marks, tallies, cells and the checkpoint, all in one transaction.

Marks are computed for the subjects touched and for those that name one that changed; the cells move by the
difference of marks. No column has code of its own here.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from services.reporting.counting.background import Background
from services.reporting.counting.chains import with_chains
from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.projection.affected import Changes, load_affected
from services.reporting.projection.cells import Difference
from services.reporting.projection.load_background import background_for, load_town
from services.reporting.projection.provenance import keep_provenance
from services.reporting.projection.reference_index import Naming
from services.reporting.projection.rows import Row, StoredMarks, load, save
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.subjects.references import Named, named_in
from services.reporting.subjects.seen import seen_by_others
from shared.event_log.connection import Connection
from shared.events.stream_id import StreamId
from shared.metrics import PROJECTION_POSITION
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.checkpointed import Checkpointed, Writing
from shared.read_model.entry import Entry


class Projection:
    """One writer at a time: a subject of one log is counted by what is known from the other."""

    def __init__(self, model: Checkpointed) -> None:
        self._model = model
        self._turn = asyncio.Lock()
        self._towns: dict[str, Town] = {}
        self._towns_as_of = Checkpoint(None, 0)

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
                self._towns_as_of = reached
            PROJECTION_POSITION.labels("cells", log).set(reached.position)

    async def _apply(self, writing: Writing) -> None:
        if writing.folded.checkpoint("registry") != self._towns_as_of:  # another process went on
            self._towns.clear()
            self._towns_as_of = writing.folded.checkpoint("registry")
        await keep_provenance(writing.connection, writing.batch)
        for township, entries in _entries_by_town(writing.batch).items():
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
        await _recount(connection, township, self._towns[township], rows, others)


async def _recount(
    connection: Connection,
    township: str,
    town: Town,
    touched: Mapping[Named, Row],
    others: Mapping[Named, Row],
) -> None:
    """Of the others only those whose marks or names really changed are written."""
    rows = {**touched, **others}
    background = await background_for(connection, township, town, rows)
    contexts = _contexts(town, background)
    difference, naming, changed = Difference(), Naming(), []
    for key, row in rows.items():
        marks = _marks(row, contexts)
        named = frozenset(with_chains(named_in(row.kind, row.in_force, town.kind), background))
        if key in touched or marks != row.marks or named != row.named:
            changed.append(row)
        difference.replace(row.marks, marks)
        naming.replace(row, named)
        row.marks, row.named = marks, named
    await save(connection, township, changed)
    await naming.write(connection, township)
    await difference.write(connection, township)


def _entries_by_town(run: Iterable[Published]) -> dict[str, dict[Named, list[Entry]]]:
    found: dict[str, dict[Named, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for published in run:
        township, kind, subject = StreamId.parse(published.envelope.stream)
        entry = entry_of(published.envelope)
        if kind in LOG_OF_KIND and entry is not None:
            found[township][kind, subject].append(entry)
    return found


def _contexts(town: Town, background: Background) -> dict[str, Context]:
    """By campaign; one whose policy this release does not know has no figures."""
    return {
        campaign.id: Context(Period.of(campaign), POLICIES[campaign.policy], background)
        for campaign in town.campaigns.values()
        if campaign.policy in POLICIES
    }


def _marks(row: Row, contexts: Mapping[str, Context]) -> StoredMarks:
    found = {}
    for campaign, context in contexts.items():
        marks = marks_of(row.kind, row.id, row.in_force, context)
        if marks:
            found[campaign] = [(mark.filer, mark.column, mark.member, mark.weight) for mark in marks]
    return found
