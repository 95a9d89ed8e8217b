"""Why two submissions differ, cell by cell and event by event."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.differences.answers import DifferenceAnswer
from services.reporting.differences.asking import MOST_PARTS
from services.reporting.differences.document import difference_document
from services.reporting.differences.explaining import Differences
from services.reporting.differences.folding import explained_rows
from services.reporting.differences.pages import page_of
from services.reporting.differences.recorded_times import read_times
from services.reporting.differences.report import spanned
from services.reporting.differences.scope import Scope
from services.reporting.filing.state import Submission
from services.reporting.lineage.provenance import read_provenance
from services.reporting.reading.answering import admitted
from services.reporting.reading.asked_form import Form
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.moved import signed_report
from services.reporting.submissions.report import Frame, frame_of_signed
from services.reporting.submissions.scope import seen_submission
from services.reporting.submissions.signed_submissions import refuse_unless_counted_alike
from services.reporting.turns.admission import Share
from shared.event_log.connection import Pool
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.problems import Rejected
from shared.read_model.generation import reading

router = APIRouter(tags=["submissions"])

Limit = Annotated[int, Query(ge=1, le=MOST_PARTS, description="How many parts.")]
After = Annotated[int, Query(ge=0, le=10**9, description="`next` of the page before.")]


@router.get(
    "/campaigns/{campaign}/submissions/{number}/diff/{other}",
    response_model=DifferenceAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="Why two submissions differ; 两次报送的差异",
)
async def difference(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    number: Name,
    other: Name,
    after: After = 0,
    limit: Limit = MOST_PARTS,
) -> Response:
    """Of one filer, of the same form; from the first to the second. The parts of a cell add up."""

    async def answer(share: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        both = [seen_submission(account, filing.submissions.get(each)) for each in (number, other)]
        if both[0].signed.filer != both[1].signed.filer:
            detail = "两次报送须属于同一单位 both have to be of one filer"
            raise Rejected("invalid_request", field="other", detail=detail)
        for each in both:
            refuse_unless_counted_alike(each.signed)
        named = [await frame_of_signed(request, share, account, each.signed) for each in both]
        frames, forms = [frame for frame, _ in named], [form for _, form in named]
        scope = Scope(campaign, (both[0].signed.annex,), frozenset({both[0].signed.filer}))
        differences = await _differences(request, frames[0], forms, both, scope)
        page = page_of(differences, frames[1].campaign, after, limit)
        pool: Pool = request.app.state.pool
        async with reading(pool, forms[1].generation) as connection:
            known = await read_provenance(connection, page.sources)
        return answered_json(difference_document(forms, scope, page, known))

    return await admitted(request, (account.township, account.name), answer)


async def _differences(
    request: Request, frame: Frame, forms: list[Form], both: list[Submission], scope: Scope
) -> Differences:
    pool: Pool = request.app.state.pool
    async with reading(pool, forms[1].generation) as connection:
        a, b = [await signed_report(connection, each.signed) for each in both]
        times = await read_times(connection, *spanned(a, b))
    about = "submissions", *(each.number for each in both)
    recounting: Recounting = request.app.state.recounting
    fold = partial(explained_rows, scope, a, b, times)
    return await recounting.of_town(frame.asked, forms[1], about, fold, most_mib=WALKED_MIB)
