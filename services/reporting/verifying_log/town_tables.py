"""The tables of the read model against a town as it was folded: the first row that says something else."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from asyncpg import Record

from services.reporting.counting.added_up import total_place
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.subjects.span import Span
from services.reporting.verifying_log.folded_town import FoldedRow, FoldedTown
from shared.event_log.connection import Connection
from shared.read_model.entry import decode
from shared.verifying.finding import Finding, first_of

TOWN_CHECKS = ("rows", "spans", "names", "marks", "naming", "tallies", "cells")

_ROWS = """
select kind, id, entries, marks, named,
  first_position, last_position, seen_position, first_occurred, last_occurred
from subjects where township = $1
"""
_NAMING = "select named_kind, named_id, kind, id from naming where township = $1"
_TALLIES = """
select campaign, place, column_key, member, marks from tallies where township = $1 and marks <> 0
"""
_CELLS = "select campaign, place, column_key, value from cells where township = $1 and value <> 0"
_AT_ONCE = 1_000
_SAID = {
    "rows": ("对象的记录条目", "the entries kept of it"),
    "spans": ("对象的起止位置", "the positions and times kept of it"),
    "names": ("对象的引用", "whom it names"),
    "marks": ("对象的计数依据", "its marks"),
    "naming": ("引用索引", "the index of who names whom"),
    "tallies": ("标记数", "a tally that it is counted in"),
    "cells": ("单元格", "a cell that it is counted in"),
}


@dataclass(frozen=True, slots=True)
class TownTables:
    """On the snapshot that the positions were read on."""

    connection: Connection
    township: str
    positions: Mapping[str, int]
    checks: Collection[str]

    async def differ(self, folded: FoldedTown) -> Finding | None:
        """The subject at whose last event the first difference is."""
        found = [await self._rows(folded), await self._naming(folded)]
        found += [await self._tallies(folded), await self._cells(folded)]
        return first_of(found)

    async def _rows(self, folded: FoldedTown) -> Finding | None:
        missing, first = dict(folded.rows), None
        async for record in self.connection.cursor(_ROWS, self.township, prefetch=_AT_ONCE):
            key = record["kind"], record["id"]
            expected = missing.pop(key, None)
            for check in _differing(record, expected):
                if check in self.checks:
                    position = record["last_position"] if expected is None else expected.span.last_position
                    first = first_of((first, self._finding(check, key, position)))
        for key, row in missing.items() if "rows" in self.checks else ():
            first = first_of((first, self._finding("rows", key, row.span.last_position)))
        return first

    async def _naming(self, folded: FoldedTown) -> Finding | None:
        if "naming" not in self.checks:
            return None
        stored = {tuple(row) for row in await self.connection.fetch(_NAMING, self.township)}
        return first_of(
            self._of_subject("naming", folded, (row[2], row[3])) for row in stored ^ folded.naming
        )

    async def _tallies(self, folded: FoldedTown) -> Finding | None:
        if "tallies" not in self.checks:
            return None
        stored = {
            tuple(row)[:4]: row["marks"] for row in await self.connection.fetch(_TALLIES, self.township)
        }
        places = {key for key, _ in stored.items() ^ folded.tallies.items()}
        return first_of(self._of_place("tallies", folded, place) for place in places)

    async def _cells(self, folded: FoldedTown) -> Finding | None:
        if "cells" not in self.checks:
            return None
        rows = await self.connection.fetch(_CELLS, self.township)
        stored = {tuple(row)[:3]: row["value"] for row in rows}
        places = {key for key, _ in stored.items() ^ folded.cells.items()}
        return first_of(self._of_place("cells", folded, place) for place in places)

    def _of_subject(self, check: str, folded: FoldedTown, key: Named) -> Finding:
        row = folded.rows.get(key)
        log = LOG_OF_KIND.get(key[0], "hazards")
        return self._finding(check, key, self.positions[log] if row is None else row.span.last_position)

    def _of_place(self, check: str, folded: FoldedTown, place: tuple[Any, ...]) -> Finding:
        """The last event of those that count there; of a place where nothing counts, the last applied."""
        campaign, filer, column, *_ = place
        counted = [
            (row.span.last_position, key)
            for key, row in folded.rows.items()
            if any(
                mark[1] == column and (filer == mark[0] or filer.startswith(total_place("")))
                for mark in row.marks.get(campaign, ())
            )
        ]
        if counted:
            position, key = max(counted)
            return self._finding(check, key, position, "·".join(map(str, place)))
        return self._finding(check, None, self.positions["hazards"], "·".join(map(str, place)))

    def _finding(self, check: str, key: Named | None, position: int, place: str = "") -> Finding:
        zh, en = _SAID[check]
        log = "hazards" if key is None else LOG_OF_KIND.get(key[0], "hazards")
        named = (self.township, "" if key is None else "/".join(key), place)
        where = " ".join(each for each in named if each)
        told = (
            f"{zh}与重新推算不符（{where}，日志 {log}） "
            f"{en} is not what the events of {log} lead to ({where})"
        )
        return Finding(position, check, told)


def _differing(stored: Record, expected: FoldedRow | None) -> Iterator[str]:
    if expected is None or decode(stored["entries"]) != list(expected.entries):
        yield "rows"
        return
    if Span(*(stored[name] for name in Span._fields)) != expected.span:
        yield "spans"
    if [tuple(each) for each in orjson.loads(stored["named"])] != list(expected.named):
        yield "names"
    marks = {
        campaign: sorted(tuple(mark) for mark in listed)
        for campaign, listed in orjson.loads(stored["marks"]).items()
    }
    if {campaign: listed for campaign, listed in marks.items() if listed} != expected.marks:
        yield "marks"
