"""Rows by key, each as it was recorded at given positions, with the units they were merged into."""

from collections.abc import Iterable, Sequence

from services.reporting.particulars.needed import survivors
from services.reporting.projection.rows import load, load_kinds
from services.reporting.read_model import FIGURES
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import recorded_up_to
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.event_log.connection import Connection, Pool
from shared.read_model.entry import Entry, in_force
from shared.read_model.generation import reading
from shared.read_model.statements import read_folded

_AT_ONCE = 500
"""Their entries are decoded beside other requests."""

Recorded = dict[Named, Sequence[Entry]]
"""As recorded, what was taken back included."""


class Loading:
    """Entries are only ever added: rows read later hold what held at the positions."""

    def __init__(self, pool: Pool, township: str, form: Form) -> None:
        self._pool, self._township, self._form = pool, township, form
        self.recorded: Recorded = {}
        self._asked: set[Named] = set()

    async def load(self, keys: Iterable[Named]) -> None:
        """And what the units among them were merged into, to the end of each chain."""
        wanted = set(keys) - self._asked
        while wanted:
            self._asked |= wanted
            fresh = await self._loaded(sorted(wanted))
            self.recorded |= fresh
            held = {key: in_force(entries) for key, entries in fresh.items()}
            wanted = set(survivors(held)) - self._asked

    async def load_officials(self) -> None:
        """All of the town's: they are few."""
        async with reading(self._pool, self._form.generation) as connection:
            await _refuse_unless_whole(connection)
            rows = await load_kinds(connection, self._township, ["official"])
        self.recorded |= {key: self._cut(key, row.entries) for key, row in rows.items()}

    async def _loaded(self, keys: Sequence[Named]) -> Recorded:
        found: Recorded = {}
        for first in range(0, len(keys), _AT_ONCE):
            async with reading(self._pool, self._form.generation) as connection:
                await _refuse_unless_whole(connection)
                rows = await load(connection, self._township, keys[first : first + _AT_ONCE])
            found |= {key: self._cut(key, row.entries) for key, row in rows.items()}
        return found

    def _cut(self, key: Named, entries: Sequence[Entry]) -> Sequence[Entry]:
        return recorded_up_to(entries, self._form.positions[LOG_OF_KIND[key[0]]])


async def _refuse_unless_whole(connection: Connection) -> None:
    """Raises `not_ready`: while it is folded anew, rows are missing."""
    (await read_folded(connection, FIGURES)).refuse_unless_whole()
