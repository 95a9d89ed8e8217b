"""What lies between two reports: both looked up on one snapshot, their difference explained in its turn."""

from dataclasses import dataclass
from functools import partial

from fastapi import Request

from services.reporting.differences.explaining import Differences
from services.reporting.differences.folding import explained_rows
from services.reporting.differences.named_report import named_report
from services.reporting.differences.pages import Page
from services.reporting.differences.recorded_times import read_times
from services.reporting.differences.report import spanned
from services.reporting.differences.scope import Scope
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from services.reporting.reading.answering import looking_up
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.turns.admission import Share
from shared.event_log.connection import Pool
from shared.read_model.generation import reading


@dataclass(frozen=True, slots=True)
class Between:
    a: Found
    b: Found
    differences: Differences
    taken: tuple[int, int]
    """When the last event of either was recorded."""

    @property
    def forms(self) -> tuple[Form, Form]:
        return self.a.form, self.b.form


async def between(request: Request, share: Share, a: Question, b: Question, scope: Scope) -> Between:
    async with looking_up(request, share) as (connection, folded):
        watermarks = request.app.state.watermarks
        named = [await named_report(connection, each, folded, watermarks) for each in (a, b)]
        (first, second), reports = [known for known, _ in named], [report for _, report in named]
        times = await read_times(connection, *spanned(*reports))
    fold = partial(explained_rows, scope, reports[0], reports[1], times)
    about = "difference", scope, first.form.key, second.form.key
    recounting: Recounting = request.app.state.recounting
    differences = await recounting.of_town(a, first.form, about, fold, most_mib=WALKED_MIB)
    return Between(first, second, differences, (reports[0].taken, reports[1].taken))


async def recorded_by(request: Request, page: Page, form: Form) -> dict[Source, Provenance]:
    """Of the events of a page."""
    pool: Pool = request.app.state.pool
    async with reading(pool, form.generation) as connection:
        return await read_provenance(connection, page.sources)
