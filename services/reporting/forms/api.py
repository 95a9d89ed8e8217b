"""The official forms over HTTP: as JSON, and as the spreadsheet of the notice."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.forms.answers import FormAnswer
from services.reporting.forms.documents.document import document
from services.reporting.forms.etags import etag_of, matches
from services.reporting.forms.spreadsheets import Spreadsheets
from services.reporting.read_model import FIGURES
from services.reporting.reading.positions import positions_of
from services.reporting.reading.question import Question, question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found, look_up, snapshot
from services.reporting.turns.admission import Admission, Share
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.http.hanging_up import unless_hung_up
from shared.http.parameters import Name
from shared.identity.dependencies import CurrentAccount
from shared.json_types import JsonObject
from shared.read_model.statements import read_folded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OCCURRED_UNTIL = "Count what occurred before this moment, with offset. Default: the window's end."
RECORDED_UNTIL = (
    "As recorded before this moment, with offset; `not_final` while more may be recorded before it. "
    "Not together with `positions`, which it is resolved to."
)
POSITIONS = "As recorded at these positions, `registry:120,hazards:940`. Default: all so far."
POSITIONS_FORM = "^(registry:[0-9]{1,15}|hazards:[0-9]{1,15}|registry:[0-9]{1,15},hazards:[0-9]{1,15})$"
POLICY = "A version of the counting policy (口径). Default: the campaign's own."

Render = Callable[[JsonObject, str], Awaitable[Response]]
"""From the document and its entity tag."""

router = APIRouter(tags=["reporting"])


async def asked_question(
    request: Request,
    account: CurrentAccount,
    campaign: Name,
    annex: Annotated[str, Path(json_schema_extra={"enum": list(FILER_KINDS)})],
    occurred_until: Annotated[
        Name | None, Query(description=OCCURRED_UNTIL, json_schema_extra={"format": "date-time"})
    ] = None,
    recorded_until: Annotated[
        Name | None, Query(description=RECORDED_UNTIL, json_schema_extra={"format": "date-time"})
    ] = None,
    positions: Annotated[
        Name | None, Query(description=POSITIONS, json_schema_extra={"pattern": POSITIONS_FORM})
    ] = None,
    policy: Annotated[Name | None, Query(description=POLICY)] = None,
) -> Question:
    given = {
        "occurred_until": occurred_until,
        "recorded_until": recorded_until,
        "positions": positions,
        "policy": policy,
    }
    others = {name: value for name, value in request.query_params.items() if name not in given}
    return question(account, campaign, annex, others | given)


@router.get(
    "/campaigns/{campaign}/{annex}.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, 304: {"description": "Nothing has changed."}, 429: {}},
    summary="附件3 or 附件4 as a spreadsheet",
)
async def form_as_spreadsheet(
    request: Request, asked: Annotated[Question, Depends(asked_question)]
) -> Response:
    """The form in the notice's layout."""
    spreadsheets: Spreadsheets = request.app.state.spreadsheets

    async def rendered(document: JsonObject, etag: str) -> Response:
        content = await spreadsheets.of(asked, etag, document, _demo_clock(request))
        disposition = f'attachment; filename="{asked.annex}.xlsx"'
        return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})

    return await _answered(request, asked, "xlsx", rendered)


@router.get(
    "/campaigns/{campaign}/{annex}",
    response_model=FormAnswer,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="附件3 (annex-3) or 附件4 (annex-4)",
)
async def form(request: Request, asked: Annotated[Question, Depends(asked_question)]) -> Response:
    """Cumulative figures of every filer; a reporter or officer gets the own row and no totals."""

    async def rendered(document: JsonObject, _etag: str) -> Response:
        return Response(orjson.dumps(document), media_type="application/json")

    return await _answered(request, asked, "json", rendered)


async def _answered(request: Request, asked: Question, form_of_answer: str, render: Render) -> Response:
    """Of each account only so much at a time, and nothing more for who has hung up."""
    admission: Admission = request.app.state.admission
    with admission.of(asked.asker) as share:
        answering = _answer(request, asked, share, form_of_answer, render)
        return await unless_hung_up(request, answering)


async def _answer(
    request: Request, asked: Question, share: Share, form_of_answer: str, render: Render
) -> Response:
    """304 where the reader has it already; kept figures and positions come from one snapshot."""
    pool: Pool = request.app.state.pool
    async with share.looking_up, snapshot(pool) as connection:
        folded = await read_folded(connection, FIGURES)
        folded.refuse_unless_whole()
        positions = await positions_of(connection, asked, folded, request.app.state.watermarks)
        log_ids = {log: applied.log_id for log, applied in folded.checkpoints.items()}
        etag = etag_of(asked, positions, log_ids, form_of_answer)
        if matches(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=_headers(etag))
        found = await look_up(connection, asked, folded, positions)
    response = await render(await _document(request, asked, found), etag)
    response.headers.update(_headers(etag))
    return response


async def _document(request: Request, asked: Question, found: Found) -> JsonObject:
    recounting: Recounting = request.app.state.recounting
    figures = found.kept
    if figures is None:
        figures = await recounting.figures(asked, found.form)
    answer = document(found.form, figures, found.organisations, asked.only)
    demo = _demo_clock(request)
    return answer if demo is None else answer | {"demo_clock": demo}


def _headers(etag: str) -> dict[str, Any]:
    """Asked for again each time, and by each account for itself."""
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, X-API-Key"}


def _demo_clock(request: Request) -> str | None:
    clock: Clock = request.app.state.clock
    return None if clock.demo is None else str(clock.demo)
