"""What is behind a cell, from the kept rows or by a recount: the lists and the pages are made of the same."""

from collections.abc import Sequence
from functools import partial

from services.reporting.lineage.cell import Counted
from services.reporting.lineage.marks import Kept, counted_of_kept, counted_of_town, load_kept
from services.reporting.lineage.place import Place
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.event_log.connection import Connection


async def load_behind(connection: Connection, found: Found, asked: Question, cell: Place) -> Kept | None:
    """On the snapshot of `found`; None where it takes a recount. Raises `not_found`."""
    cell.refuse_unless_in_form(found.form.campaign, found.kind_of)
    if found.kept is None:
        return None
    return await load_kept(connection, asked.township, found.form.campaign, cell)


async def counted_behind(
    recounting: Recounting, asked: Question, found: Found, cell: Place, kept: Kept | None
) -> Sequence[Counted]:
    """Of the kept rows, or of the whole town as of other times."""
    if kept is None:
        return await recounting.of_town(asked, found.form, cell, partial(counted_of_town, cell))
    fold = partial(counted_of_kept, kept, found.form, cell)
    return await recounting.of_these(asked, found.form, cell, fold)
