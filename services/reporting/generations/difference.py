"""What is different between two generations: rows by table, and each cell with the parts that it moved by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson

from services.reporting.counting.columns import COLUMN
from services.reporting.generations.digests import COMPARED, Compared
from shared.canonical import canonical, digest
from shared.event_log.connection import Connection
from shared.json_types import JsonObject

MOST_PARTS = 100_000
"""Of a difference that anybody could look through and sign."""
_SHOWN_ROWS, _SHOWN_CELLS, _SHOWN_PARTS = 20, 500, 100
_AT_ONCE = 2_000
_SECONDS = 3600.0

_ROWS = """
select coalesce(a.key, b.key)::text, md5(a.row::text), md5(b.row::text)
from (select {key} as key, row from ({live}) as row) as a
full join (select {key} as key, row from ({other}) as row) as b on a.key = b.key
where a.row::text is distinct from b.row::text order by 1
"""
_CELLS = """
select township, campaign, place, column_key, coalesce(a.value, 0), coalesce(b.value, 0)
from "{live}".cells a full join "{other}".cells b using (township, campaign, place, column_key)
where coalesce(a.value, 0) <> coalesce(b.value, 0) order by 1, 2, 3, 4
"""
_MEMBERS = """
select township, campaign, place, column_key, member,
  (coalesce(b.marks, 0) > 0)::int - (coalesce(a.marks, 0) > 0)::int
from "{live}".tallies a full join "{other}".tallies b using (township, campaign, place, column_key, member)
where (coalesce(a.marks, 0) > 0) <> (coalesce(b.marks, 0) > 0) order by 1, 2, 3, 4, 5
"""
_MARKED = """
select township, kind, id, a.marks, b.marks
from "{live}".subjects a full join "{other}".subjects b using (township, kind, id)
where a.marks is distinct from b.marks order by 1, 2, 3
"""

Cell = tuple[str, str, str, str]
"""Town, campaign, place and column."""


@dataclass(slots=True)
class Difference:
    rows: dict[str, JsonObject] = field(default_factory=dict)
    cells: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    parts: dict[Cell, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    too_large: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether every cell that differs moved by just what its parts say, and no other has parts."""
        if self.too_large:
            return False
        moved = {cell: sum(parts.values()) for cell, parts in self.parts.items()}
        told = {cell: after - before for cell, (before, after) in self.cells.items()}
        return {cell: by for cell, by in moved.items() if by} == told

    def document(self) -> JsonObject:
        """As it is stored, shown and signed: the digest is of all of it, also of what is not shown."""
        cells = [self._cell(cell) for cell in self.cells]
        whole: JsonObject = {"rows": dict(self.rows), "cells": list(cells)}
        shown = [{**each, "parts": each["parts"][:_SHOWN_PARTS]} for each in cells[:_SHOWN_CELLS]]
        return {
            "digest": digest(canonical(whole)),
            "adds_up": self.adds_up,
            "rows": dict(self.rows),
            "cells": len(cells),
            "shown": list(shown),
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        before, after = self.cells[cell]
        parts = self.parts.get(cell, {})
        named = zip(("township", "campaign", "place", "column"), cell, strict=True)
        return {
            **dict(named),
            "by": after - before,
            "many": len(parts),
            "parts": [{"subject": subject, "weight": weight} for subject, weight in sorted(parts.items())],
        }


async def difference(connection: Connection, live: str, other: str, tables: Iterable[str]) -> Difference:
    """On one snapshot, of the tables whose digests differ."""
    found = Difference()
    for each in COMPARED:
        if each.table in tables:
            found.rows[each.table] = await _rows(connection, each, live, other)
    generations = {"live": live, "other": other}
    async for *cell, before, after in _read(connection, _CELLS.format(**generations)):
        found.cells[tuple(cell)] = before, after
        if len(found.cells) > MOST_PARTS:
            found.too_large = True
            return found
    await _take_parts(connection, found, generations)
    return found


async def _take_parts(connection: Connection, found: Difference, generations: Mapping[str, str]) -> None:
    left = MOST_PARTS
    async for *cell, member, weight in _read(connection, _MEMBERS.format(**generations)):
        found.parts[tuple(cell)][member] = weight
        left -= 1
        if left < 0:
            found.too_large = True
            return
    async for township, kind, subject, before, after in _read(connection, _MARKED.format(**generations)):
        for (campaign, filer, column), weight in _moved(before, after).items():
            found.parts[township, campaign, filer, column][f"{kind}/{subject}"] = weight
            left -= 1
        if left < 0:
            found.too_large = True
            return


def _moved(before: bytes | None, after: bytes | None) -> dict[tuple[str, str, str], int]:
    """Of one subject, where no member is shared: those that are, tallies tell."""
    moved: dict[tuple[str, str, str], int] = defaultdict(int)
    for marks, sign in ((before, -1), (after, 1)):
        for campaign, listed in orjson.loads(marks or b"{}").items():
            for filer, column, _, weight in listed:
                if not COLUMN[column].shared:
                    moved[campaign, filer, column] += sign * weight
    return {place: weight for place, weight in moved.items() if weight}


async def _rows(connection: Connection, each: Compared, live: str, other: str) -> JsonObject:
    statement = _ROWS.format(key=each.key, live=each.rows_in(live), other=each.rows_in(other))
    keys: list[str] = []
    many, of_all = 0, sha256()
    async for key, before, after in _read(connection, statement):
        many += 1
        of_all.update(orjson.dumps((key, before, after)))
        if len(keys) < _SHOWN_ROWS:
            keys.append(key)
    return {"rows": many, "digest": of_all.hexdigest(), "keys": list(keys)}


async def _read(connection: Connection, statement: str) -> Any:
    async for record in connection.cursor(statement, prefetch=_AT_ONCE, timeout=_SECONDS):
        yield record
