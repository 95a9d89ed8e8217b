"""Looking up what a question about figures is answered from: the maintained cells where they hold it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from services.reporting.counting.figures import Figures
from services.reporting.counting.town import Town
from services.reporting.projection.cells import read_cells
from services.reporting.read_model import FIGURES
from services.reporting.reading.asked_form import Form
from services.reporting.reading.form_asked import form_asked
from services.reporting.reading.positions import applied_positions
from services.reporting.reading.question import Question
from services.reporting.reading.stale import stale_of
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.subjects.organisation import Organisation
from shared.event_log.connection import Connection, Pool
from shared.read_model.generation import enter_live
from shared.read_model.model import Folded

_FEW_ROWS = """
select kind, id, entries from subjects where township = $1 and kind in ('organisation', 'campaign')
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Of one moment of the database, all but figures that nobody keeps."""

    form: Form
    organisations: Mapping[str, Organisation]
    kept: Figures | None
    """None where the figures have to be recounted."""

    def kind_of(self, organisation: str) -> str | None:
        known = self.organisations.get(organisation)
        return None if known is None else known.kind


@asynccontextmanager
async def snapshot(pool: Pool) -> AsyncIterator[Connection]:
    """Cells, rows and checkpoints of one moment, of the generation that answers just then. To be left before
    anything that takes long."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await enter_live(connection, FIGURES)
        yield connection


async def look_up(
    connection: Connection, asked: Question, folded: Folded, positions: Mapping[str, int]
) -> Found:
    """On the snapshot that `folded` was read on."""
    town = Town.of(rows_in(await connection.fetch(_FEW_ROWS, asked.township), positions))
    form = form_asked(asked, town.campaigns, positions, stale_of(folded, asked))
    form = replace(form, generation=folded.generation)
    if not _is_maintained(form, applied_positions(folded)):
        return Found(form, town.organisations, None)
    kept = await read_cells(connection, asked.township, form.campaign.id, town.kind)
    return Found(form, town.organisations, kept)


def _is_maintained(form: Form, applied: Mapping[str, int]) -> bool:
    """The cells hold the campaign's own policy at the window's end, as far as has been applied."""
    return (
        form.positions == applied
        and form.policy == form.campaign.policy
        and form.moment >= form.campaign.ends
    )
