"""The official forms over HTTP: as JSON, and as the spreadsheet of the notice."""

import orjson
from fastapi import APIRouter, Request, Response

from services.reporting.forms.answers import FormAnswer
from services.reporting.forms.documents.document import document
from services.reporting.forms.spreadsheets import Spreadsheets
from services.reporting.reading.answering import answered, demo_clock, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.json_types import JsonObject

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, 304: {"description": "Nothing has changed."}, 429: {}},
    summary="附件3 or 附件4 as a spreadsheet",
)
async def form_as_spreadsheet(request: Request, asked: AskedQuestion) -> Response:
    """The form in the notice's layout."""
    spreadsheets: Spreadsheets = request.app.state.spreadsheets

    async def rendered(found: Found, _: None, etag: str) -> Response:
        shown = await _document(request, asked, found)
        content = await spreadsheets.of(asked, etag, shown, demo_clock(request))
        disposition = f'attachment; filename="{asked.annex}.xlsx"'
        return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})

    return await answered(request, asked, "xlsx", nothing_more, rendered, keep=True)


@router.get(
    "/campaigns/{campaign}/{annex}",
    response_model=FormAnswer,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="附件3 (annex-3) or 附件4 (annex-4)",
)
async def form(request: Request, asked: AskedQuestion) -> Response:
    """Cumulative figures of every filer; a reporter or officer gets the own row and no totals."""

    async def rendered(found: Found, _: None, __: str) -> Response:
        shown = await _document(request, asked, found)
        return Response(orjson.dumps(shown), media_type="application/json")

    return await answered(request, asked, "json", nothing_more, rendered, keep=True)


async def _document(request: Request, asked: Question, found: Found) -> JsonObject:
    recounting: Recounting = request.app.state.recounting
    figures = found.kept
    if figures is None:
        figures = await recounting.figures(asked, found.form)
    answer = document(found.form, figures, found.organisations, asked.only)
    demo = demo_clock(request)
    return answer if demo is None else answer | {"demo_clock": demo}
