"""Why two reports differ, over HTTP."""

from collections.abc import Iterable, Sequence
from functools import partial
from threading import Event

import orjson
from asyncpg import Record
from fastapi import APIRouter, Request, Response

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.answers import DifferenceAnswer
from services.reporting.differences.asking import DifferenceAsked
from services.reporting.differences.document import difference_document
from services.reporting.differences.explaining import Differences, explained
from services.reporting.differences.pages import page_of
from services.reporting.differences.recorded_times import RecordedTimes, read_taken, read_times
from services.reporting.differences.report import Report, spanned
from services.reporting.differences.scope import Scope
from services.reporting.differences.unexplained import Unexplained
from services.reporting.lineage.provenance import read_provenance
from services.reporting.reading.answering import admitted, looking_up
from services.reporting.reading.asked_form import Form
from services.reporting.reading.positions import positions_of
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting, until
from services.reporting.reading.snapshot import look_up
from services.reporting.turns.admission import Share
from shared.event_log.connection import Connection, Pool
from shared.follower.watermarks import Watermarks
from shared.identity.dependencies import CurrentAccount
from shared.logging import get_logger
from shared.problems import Rejected
from shared.read_model.entry import decode
from shared.read_model.model import Folded

_log = get_logger(__name__)

router = APIRouter(tags=["reporting"])


@router.post(
    "/diff",
    response_model=DifferenceAnswer,
    response_model_exclude_none=True,
    responses={429: {}},
    summary="Why two reports differ; 差异说明",
)
async def difference(request: Request, account: CurrentAccount, asked: DifferenceAsked) -> Response:
    """Cell by cell, what each event, the cut-off and the policy add or take away; the parts add up."""
    a, b, scope = asked.asked_by(account)

    async def answer(share: Share) -> Response:
        async with looking_up(request, share) as (connection, folded):
            watermarks = request.app.state.watermarks
            forms = [await _form(connection, each, folded, watermarks) for each in (a, b)]
            reports = [await _report(connection, form) for form in forms]
            times = await read_times(connection, *spanned(*reports))
        fold = partial(_explained, scope, reports, times)
        about = "difference", scope, *(form.key for form in forms)
        recounting: Recounting = request.app.state.recounting
        differences: Differences = await recounting.of_town(a, forms[0], about, fold)
        page = page_of(differences, forms[0].campaign, asked.after, asked.limit)
        pool: Pool = request.app.state.pool
        async with pool.acquire() as connection:
            known = await read_provenance(connection, page.sources)
        answer = difference_document(forms, scope, page, known)
        return Response(orjson.dumps(answer), media_type="application/json")

    return await admitted(request, a.asker, answer)


async def _form(connection: Connection, asked: Question, folded: Folded, watermarks: Watermarks) -> Form:
    positions = await positions_of(connection, asked, folded, watermarks)
    return (await look_up(connection, asked, folded, positions)).form


async def _report(connection: Connection, form: Form) -> Report:
    taken = await read_taken(connection, form.positions)
    return Report(form.positions, form.moment, form.policy, POLICIES[form.policy], taken)


def _explained(
    scope: Scope,
    reports: Sequence[Report],
    times: RecordedTimes,
    records: Iterable[Record],
    _: Form,
    given_up: Event,
) -> Differences:
    """Raises `GivenUp` soon after that is set."""
    subjects = {(kind, subject): decode(entries) for kind, subject, entries in until(given_up, records)}
    a, b = reports
    try:
        return explained(scope, subjects, times.at, a, b, partial(until, given_up))
    except Unexplained as error:
        _log.error("difference_unexplained", exc_info=error)
        raise Rejected("unexplained") from error
