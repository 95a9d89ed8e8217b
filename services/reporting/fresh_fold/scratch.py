"""What is derived and what answers, side by side in a file without a name: it is gone with the process.

SQLite's private database. It keeps a few MiB in memory and the rest on disk, however long the logs are.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from services.reporting.fresh_fold.kept import TABLES, Kept
from services.reporting.projection.rows import Row
from services.reporting.subjects.references import Named
from shared.read_model.entry import decode

DERIVED, LIVE = 0, 1
"""The sides."""
_CACHE_KIB = 16 * 1024

# Entries are JSON lists: later ones are put behind those that are there.
_APPEND = f"""
insert into subjects (side, township, kind, id, entries) values ({DERIVED}, ?, ?, ?, ?)
on conflict do update set
  entries = substr(entries, 1, length(entries) - 1) || ',' || substr(excluded.entries, 2)
"""  # noqa: S608 - numbers of this file
_NEXT = f"""
select kind, id, entries from subjects
where side = {DERIVED} and township = ? and (kind, id) > (?, ?) order by kind, id limit ?
"""  # noqa: S608
_BY_KEY = f"""
select kind, id, entries from subjects where side = {DERIVED} and township = ? and kind = ? and id = ?
"""  # noqa: S608
_OF_KIND = f"""
select kind, id, entries from subjects where side = {DERIVED} and township = ? and kind = ?
"""  # noqa: S608
_TOWNS = f"select distinct township from subjects where side = {DERIVED} order by township"  # noqa: S608


class Scratch:
    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None:
            os.environ["SQLITE_TMPDIR"] = str(folder)
        self.database = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = off", "synchronous = off", f"cache_size = -{_CACHE_KIB}"):
            self.database.execute(f"pragma {setting}")
        for each in TABLES:
            columns, keys = ", ".join(each.columns), ", ".join(each.keys)
            self.database.execute(
                f"create table {each.table} (side, {columns}, primary key (side, {keys})) without rowid"
            )
        self.database.execute("begin")  # and never committed: nobody else reads it, and it is cheaper

    def close(self) -> None:
        self.database.close()

    def put(self, each: Kept, side: int, rows: Iterable[Sequence[Any]]) -> None:
        places = ", ".join("?" for _ in each.columns)
        self.database.executemany(
            f"insert or replace into {each.table} values ({side}, {places})",  # noqa: S608
            rows,
        )

    def append(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Town, kind, id, and the next entries."""
        self.database.executemany(_APPEND, rows)

    def towns(self) -> list[str]:
        return [township for (township,) in self.database.execute(_TOWNS)]

    def next_rows(self, township: str, after: Named, limit: int) -> dict[Named, Row]:
        """In their order; with the entries alone."""
        return _rows(self.database.execute(_NEXT, (township, *after, limit)))

    def of_kinds(self, township: str, kinds: Iterable[str]) -> dict[Named, Row]:
        return {
            key: row
            for kind in kinds
            for key, row in _rows(self.database.execute(_OF_KIND, (township, kind))).items()
        }

    async def load(self, township: str, keys: Iterable[Named]) -> Mapping[Named, Row]:
        found: dict[Named, Row] = {}
        for key in keys:
            found |= _rows(self.database.execute(_BY_KEY, (township, *key)))
        return found


def _rows(records: Iterator[tuple[str, str, str]]) -> dict[Named, Row]:
    return {(kind, subject): Row.of(kind, subject, decode(each.encode())) for kind, subject, each in records}
