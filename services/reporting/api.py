"""The official forms over HTTP: as JSON, and as the spreadsheet of the notice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.answers import FormAnswer
from services.reporting.etags import etag_of, matches
from services.reporting.forms.spreadsheet import spreadsheet
from services.reporting.question import Question, question
from services.reporting.reading import answer, log_ids_of, positions_of, snapshot
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.identity.dependencies import CurrentAccount
from shared.json_types import JsonObject

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OCCURRED_UNTIL = "Count what occurred before this moment, with offset. Default: the window's end."
POSITIONS = "As recorded at these positions, `registry:120,hazards:940`. Default: all so far."
POLICY = "A version of the counting policy (口径). Default: the campaign's own."

router = APIRouter(tags=["reporting"])


async def asked_question(
    request: Request,
    account: CurrentAccount,
    campaign: str,
    annex: str,
    occurred_until: Annotated[str | None, Query(description=OCCURRED_UNTIL)] = None,
    positions: Annotated[str | None, Query(description=POSITIONS)] = None,
    policy: Annotated[str | None, Query(description=POLICY)] = None,
) -> Question:
    given = {"occurred_until": occurred_until, "positions": positions, "policy": policy}
    others = {name: value for name, value in request.query_params.items() if name not in given}
    return question(account, campaign, annex, others | given)


@router.get(
    "/campaigns/{campaign}/{annex}.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, 304: {"description": "Nothing has changed."}},
    summary="附件3 or 附件4 as a spreadsheet",
)
async def form_as_spreadsheet(
    request: Request, asked: Annotated[Question, Depends(asked_question)]
) -> Response:
    """The form in the notice's layout."""

    async def rendered(document: JsonObject) -> Response:
        content = await asyncio.to_thread(spreadsheet, document, _demo_clock(request))
        disposition = f'attachment; filename="{asked.annex}.xlsx"'
        return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})

    return await _answered(request, asked, "xlsx", rendered)


@router.get(
    "/campaigns/{campaign}/{annex}",
    response_model=FormAnswer,
    responses={304: {"description": "Nothing has changed."}},
    summary="附件3 (annex-3) or 附件4 (annex-4)",
)
async def form(request: Request, asked: Annotated[Question, Depends(asked_question)]) -> Response:
    """Cumulative figures of every filer; a reporter or officer gets the own row and no totals."""

    async def rendered(document: JsonObject) -> Response:
        return Response(orjson.dumps(document), media_type="application/json")

    return await _answered(request, asked, "json", rendered)


async def _answered(
    request: Request,
    asked: Question,
    form_of_answer: str,
    render: Callable[[JsonObject], Awaitable[Response]],
) -> Response:
    """304 where the reader has it already; figures and positions come from one snapshot."""
    pool: Pool = request.app.state.pool
    async with snapshot(pool) as connection:
        positions = await positions_of(connection, asked)
        etag = etag_of(asked, positions, await log_ids_of(connection), form_of_answer)
        if matches(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=_headers(etag))
        document = await answer(connection, asked, positions)
    demo = _demo_clock(request)
    if demo is not None:
        document["demo_clock"] = demo
    response = await render(document)
    response.headers.update(_headers(etag))
    return response


def _headers(etag: str) -> dict[str, Any]:
    """Asked for again each time, and by each account for itself."""
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, X-API-Key"}


def _demo_clock(request: Request) -> str | None:
    clock: Clock = request.app.state.clock
    return None if clock.demo is None else str(clock.demo)
