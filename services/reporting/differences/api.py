"""Why two reports differ, over HTTP."""

from functools import partial

import orjson
from fastapi import APIRouter, Request, Response

from services.reporting.differences.answers import DifferenceAnswer
from services.reporting.differences.asking import DifferenceAsked
from services.reporting.differences.comparing import compared
from services.reporting.differences.document import difference_document
from services.reporting.differences.explaining import Differences
from services.reporting.differences.folding import explained_rows
from services.reporting.differences.named_report import named_report
from services.reporting.differences.naming import found
from services.reporting.differences.pages import page_of
from services.reporting.differences.recorded_times import read_times
from services.reporting.differences.report import spanned
from services.reporting.lineage.provenance import read_provenance
from services.reporting.reading.answering import admitted, looking_up
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.turns.admission import Share
from shared.event_log.connection import Pool
from shared.identity.dependencies import BeyondFigures
from shared.read_model.generation import reading
from shared.read_model.stale import stale_header

router = APIRouter(tags=["reporting"])


@router.post(
    "/diff",
    response_model=DifferenceAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="Why two reports differ; 差异说明",
)
async def difference(request: Request, account: BeyondFigures, asked: DifferenceAsked) -> Response:
    """Cell by cell, what each event, the cut-off and the policy add or take away; the parts add up."""
    a, b, scope = compared(account, *await found(request, account, (asked.a, asked.b)))

    async def answer(share: Share) -> Response:
        async with looking_up(request, share) as (connection, folded):
            watermarks = request.app.state.watermarks
            named = [await named_report(connection, each, folded, watermarks) for each in (a, b)]
            forms, reports = [form for form, _ in named], [report for _, report in named]
            times = await read_times(connection, *spanned(*reports))
        fold = partial(explained_rows, scope, reports[0], reports[1], times)
        about = "difference", scope, *(form.key for form in forms)
        recounting: Recounting = request.app.state.recounting
        differences: Differences = await recounting.of_town(a, forms[0], about, fold, most_mib=WALKED_MIB)
        page = page_of(differences, forms[0].campaign, asked.after, asked.limit)
        pool: Pool = request.app.state.pool
        async with reading(pool, forms[0].generation) as connection:
            known = await read_provenance(connection, page.sources)
        answer = difference_document(forms, scope, page, known)
        stale = stale_header(dict.fromkeys(each for form in forms for each in form.stale))
        return Response(orjson.dumps(answer), media_type="application/json", headers=stale)

    return await admitted(request, a.asker, answer)
