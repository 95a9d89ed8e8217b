"""Which figures something would move, over HTTP: computed, never recorded."""

from collections.abc import Iterable, Mapping
from functools import partial
from threading import Event

import orjson
from asyncpg import Record
from fastapi import APIRouter, Request, Response

from services.reporting.differences.asking import ReportName
from services.reporting.differences.frame import Cell
from services.reporting.differences.named_report import named_report
from services.reporting.differences.naming import Named, found
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.reading.answering import admitted, looking_up
from services.reporting.reading.asked_form import Form
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.turns.admission import Share
from services.reporting.turns.giving_up import until
from services.reporting.what_if.answers import WhatIfAnswer
from services.reporting.what_if.asking import MOST_REPORTS, WhatIfAsked
from services.reporting.what_if.document import what_if_document
from services.reporting.what_if.moving import Move, moves
from services.reporting.what_if.supposed import Supposed
from shared.event_log.connection import Connection
from shared.identity.dependencies import BeyondFigures
from shared.problems import Rejected
from shared.read_model.entry import decode
from shared.read_model.stale import stale_header

_CAMPAIGNS = "select id from subjects where township = $1 and kind = 'campaign' order by id limit $2"

router = APIRouter(tags=["reporting"])


@router.post(
    "/what-if",
    response_model=WhatIfAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="Which figures would move; 假如撤回或合并",
)
async def what_if(request: Request, account: BeyondFigures, asked: WhatIfAsked) -> Response:
    """If a fact were taken back, or one unit or hazard merged into another: the cells that would change."""
    asked.refuse_unless_allowed(account)
    reports = await found(request, account, asked.reports)

    async def answer(share: Share) -> Response:
        async with looking_up(request, share) as (connection, folded):
            names = reports or await _current(connection, account.township)
            questions = [each.asked_by(account) for each in names]
            named = [
                (scope, *await named_report(connection, question, folded, request.app.state.watermarks))
                for question, scope in questions
            ]
        recounting: Recounting = request.app.state.recounting
        moved_in = []
        for (question, _), (scope, known, report) in zip(questions, named, strict=True):
            form = known.form
            fold = partial(_supposed, asked, scope, report)
            about = "what if", asked.suppose.model_dump_json(), scope
            supposed, moved = await recounting.of_town(question, form, about, fold, most_mib=WALKED_MIB)
            moved_in.append((form, scope, moved))
        stale = stale_header(dict.fromkeys(each for form, _, _ in moved_in for each in form.stale))
        content = orjson.dumps(what_if_document(supposed, moved_in))
        return Response(content, media_type="application/json", headers=stale)

    return await admitted(request, (account.township, account.name), answer)


async def _current(connection: Connection, township: str) -> list[Named]:
    """Of each campaign of the town, as far as has been applied."""
    known = await connection.fetch(_CAMPAIGNS, township, MOST_REPORTS)
    if not known:
        raise Rejected("not_found", what=township)
    return [Named(ReportName(campaign=campaign), campaign, None) for (campaign,) in known]


def _supposed(
    asked: WhatIfAsked,
    scope: Scope,
    report: Report,
    records: Iterable[Record],
    _: Form,
    given_up: Event,
) -> tuple[Supposed, Mapping[Cell, Move]]:
    """Raises `GivenUp` soon after that is set."""
    subjects = {(kind, subject): decode(entries) for kind, subject, entries in until(given_up, records)}
    supposed = asked.of(subjects)
    return supposed, moves(scope, subjects, report, supposed)
