"""Applying runs of events: rows, marks, tallies, cells and the checkpoint, all in one transaction.

Marks are computed for the subjects touched and for those that name one that changed; the cells move by the
difference of marks. No column has code of its own here.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from services.reporting.counting.background import Background
from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.projection.affected import Changes, load_affected, view_from_outside
from services.reporting.projection.cells import Difference
from services.reporting.projection.checkpoints import locked_checkpoints, read_checkpoints, save_checkpoint
from services.reporting.projection.load_background import background_for, load_town
from services.reporting.projection.reference_index import Naming, with_chains
from services.reporting.projection.rows import Row, StoredMarks, load, save
from services.reporting.subjects.entry import Entry, entry_of
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named, named_in
from shared.event_log.connection import Connection, Pool
from shared.events.stream_id import StreamId
from shared.follower.checkpoint import Checkpoint, Published
from shared.follower.order import after, next_batch
from shared.metrics import PROJECTION_POSITION

_FRESH = Checkpoint(None, 0)


class Projection:
    """One writer at a time: a subject of one log is counted by what is known from the other."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turn = asyncio.Lock()
        self._towns: dict[str, Town] = {}
        self._towns_as_of: Checkpoint = _FRESH

    async def checkpoint(self, log: str) -> Checkpoint:
        async with self._pool.acquire() as connection:
            return (await read_checkpoints(connection)).get(log, _FRESH)

    async def apply(self, events: Sequence[Published]) -> None:
        """Events of one log; those applied before are ignored, a gap or another log is refused."""
        log = events[0].envelope.log
        async with self._turn, self._pool.acquire() as connection:
            try:
                async with connection.transaction():
                    applied = await self._apply(connection, log, events)
            except BaseException:
                self._towns.clear()
                raise
            if log == "registry":
                self._towns_as_of = applied
            PROJECTION_POSITION.labels("cells", log).set(applied.position)

    async def _apply(self, connection: Connection, log: str, events: Sequence[Published]) -> Checkpoint:
        checkpoints = await locked_checkpoints(connection)
        if checkpoints.get("registry", _FRESH) != self._towns_as_of:  # another process went on
            self._towns.clear()
            self._towns_as_of = checkpoints.get("registry", _FRESH)
        run = next_batch(checkpoints.get(log, _FRESH), events)
        if not run:
            return checkpoints[log]
        for township, entries in _entries_by_town(run).items():
            await self._apply_to_town(connection, township, entries)
        await save_checkpoint(connection, log, after(run))
        return after(run)

    async def _apply_to_town(
        self, connection: Connection, township: str, entries: Mapping[Named, Sequence[Entry]]
    ) -> None:
        rows = await load(connection, township, entries)
        changes = Changes()
        before = {}
        for key, fresh in entries.items():
            row = rows.setdefault(key, Row(*key))
            before[key] = view_from_outside(row)
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
        named = frozenset(with_chains(named_in(row.kind, row.holding, town.kind), background))
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
        marks = marks_of(row.kind, row.id, row.holding, context)
        if marks:
            found[campaign] = [(mark.filer, mark.column, mark.member, mark.weight) for mark in marks]
    return found
