"""A recount off the event loop, one at a time: however many are asked for, the rest keeps its share."""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from asyncpg import Record

from services.reporting.document import Form
from services.reporting.figures import Figures
from services.reporting.policy import POLICIES
from services.reporting.recount import Rows, recount, rows_of
from services.reporting.subjects import decode
from shared.event_log.connection import Pool

_ROWS = "select kind, id, entries from subjects where township = $1"


class Recounting:
    """Who waits for a turn holds neither a connection nor the rows of a town; who counts, no connection."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turn = asyncio.Lock()
        # One thread even where the asker has gone and the turn is free again.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recount")

    async def figures(self, township: str, form: Form) -> Figures:
        """Entries are only ever added, so that rows read later hold what held at the form's positions."""
        async with self._turn:
            records = await self._pool.fetch(_ROWS, township)
            return await asyncio.get_running_loop().run_in_executor(self._thread, _recounted, records, form)


def rows_in(records: Iterable[Record], positions: Mapping[str, int]) -> Rows:
    """From kind, id and entries as they are stored."""
    return rows_of(((kind, subject, decode(entries)) for kind, subject, entries in records), positions)


def _recounted(records: list[Record], form: Form) -> Figures:
    rows = rows_in(records, form.positions)
    return recount(rows, form.campaign.period(form.moment), POLICIES[form.policy])
