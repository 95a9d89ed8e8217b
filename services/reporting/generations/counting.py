"""Counting what was staged: each subject's row with its marks, written once.

What is counted is what `recount_rows` counts batch by batch. A subject that was merged into another is left
uncounted for `uncounted.py`: what it depends on may not be written yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.reporting.counting.background import Background
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.generations.staging import Work, take
from services.reporting.generations.uncounted import UNCOUNTED
from services.reporting.projection.load_background import load_town
from services.reporting.projection.recount_rows import Recounted, recounted
from services.reporting.projection.rows import COLUMNS, Row, load
from services.reporting.subjects.merging import standing
from services.reporting.subjects.references import Named, looked_up
from services.reporting.subjects.unit import Unit
from shared.event_log.connection import Connection, Pool
from shared.read_model.entry import Entry
from shared.read_model.generation import enter

_SHARED = """
select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock_shared(hashtext($1))
"""
MOST_UNITS = 30_000
"""Kept in memory, of those that were looked up."""


class Counting:
    """In one process. Several count at once: each bucket is taken by one of them."""

    def __init__(self, pool: Pool, generation: str) -> None:
        self._pool, self._generation = pool, generation
        self._towns: dict[str, Town] = {}
        self._units: defaultdict[str, dict[str, Unit]] = defaultdict(dict)

    async def count(self, work: Work) -> int:
        """Returns how many events that was."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_SHARED, self._generation)
            await enter(connection, self._generation)
            rows: defaultdict[str, dict[Named, Row]] = defaultdict(dict)
            for township, bucket in work.keys:
                _gather(rows[township], await take(connection, work.log, township, bucket))
            counted = [
                (town, await self._write(connection, town, of_town))
                for town, of_town in sorted(rows.items())
                if of_town
            ]
            for township, each in counted:  # last: whoever counts beside it waits from here on
                await each.difference.write(connection, township)
        return work.events

    async def _write(self, connection: Connection, township: str, rows: dict[Named, Row]) -> Recounted:
        later = {key: row for key, row in rows.items() if _is_merged(row)}
        now = {key: row for key, row in rows.items() if key not in later}
        town = await self._town(connection, township, now)
        background = await self._background(connection, township, town, now)
        counted = recounted(town, background, now, now)
        records = [(township, *row.stored()) for row in counted.changed]
        records += [(township, *_uncounted(row)) for row in later.values()]
        await connection.copy_records_to_table("subjects", records=sorted(records), columns=COLUMNS)
        named = sorted((township, *each) for each in counted.naming.added)
        await connection.copy_records_to_table("naming", records=named)
        return counted

    async def _town(self, connection: Connection, township: str, rows: Mapping[Named, Row]) -> Town:
        """Where its own rows are to be written now, nothing depends on it yet."""
        if any(kind in TOWN_KINDS for kind, _ in rows):
            return Town({}, {}, {})
        if township not in self._towns:
            self._towns[township] = await load_town(connection, township)
        return self._towns[township]

    async def _background(
        self, connection: Connection, township: str, town: Town, rows: Mapping[Named, Row]
    ) -> Background:
        """Of hazards those at hand: none of them was merged."""
        own = {row.id: Unit.of(row.in_force) for row in rows.values() if row.kind == "unit"}
        hazards = {row.id: standing("hazard", row.in_force) for row in rows.values() if row.kind == "hazard"}
        wanted = {key for row in rows.values() for key in looked_up(row.kind, row.in_force, town.kind)}
        known = await self._looked_up(connection, township, {unit for _, unit in wanted} - own.keys())
        return Background(town.organisations, town.officials, {**known, **own}, hazards)

    async def _looked_up(self, connection: Connection, township: str, wanted: set[str]) -> dict[str, Unit]:
        """To the end of each chain of mergers: all units are written."""
        if sum(map(len, self._units.values())) > MOST_UNITS:
            self._units.clear()
        known, found = self._units[township], dict[str, Unit]()
        while wanted:
            fresh = await load(connection, township, {("unit", unit) for unit in wanted - known.keys()})
            known.update({row.id: Unit.of(row.in_force) for row in fresh.values()})
            found |= {unit: known[unit] for unit in wanted if unit in known}
            intos = {found[unit].standing.into for unit in wanted if unit in found}
            wanted = {into for into in intos if into is not None} - found.keys()
        return found


def _gather(rows: dict[Named, Row], taken: Iterable[Any]) -> None:
    entries: defaultdict[Named, list[Entry]] = defaultdict(list)
    for kind, subject, listed in taken:
        entries[kind, subject] += [Entry(*each) for each in listed]
    for key, of_subject in entries.items():
        rows[key] = Row.of(*key, of_subject)


def _is_merged(row: Row) -> bool:
    return row.kind in ("unit", "hazard") and standing(row.kind, row.in_force).into is not None


def _uncounted(row: Row) -> tuple[Any, ...]:
    kind, subject, entries, _, named, *span = row.stored()
    return kind, subject, entries, UNCOUNTED, named, *span
