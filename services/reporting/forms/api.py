"""The official forms over HTTP: as JSON, and as documents in the notice's layout."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.reporting.forms.answers import FormAnswer
from services.reporting.forms.documents.document import document
from services.reporting.forms.documents.sheet import sheet
from services.reporting.forms.formats import FORMATS, Format
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.answering import answered, demo_clock, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.json_types import JsonObject

router = APIRouter(tags=["reporting"])

SignatureLine = Annotated[
    bool, Query(description="With a line to sign by hand: 填报人／单位负责人（签字）／（盖章）／日期.")
]


def _add_document(written_as: Format) -> None:
    @router.get(
        f"/campaigns/{{campaign}}/{{annex}}.{written_as.suffix}",
        response_class=Response,
        responses={
            200: {"content": {written_as.media_type: {}}},
            304: {"description": "Nothing has changed."},
            429: {},
        },
        summary=written_as.summary,
        operation_id=f"form_as_{written_as.suffix}",
    )
    async def form_as_document(
        request: Request,
        asked: AskedQuestion,
        signature_line: SignatureLine = False,
    ) -> Response:
        """The form in the notice's layout, marked 未报送，仅供核对: nobody has signed it."""
        return await _as_document(request, asked, written_as, signature_line=signature_line)


for _format in FORMATS:
    _add_document(_format)


async def _as_document(
    request: Request, asked: Question, written_as: Format, *, signature_line: bool
) -> Response:
    forms: WrittenForms = request.app.state.written_forms

    async def rendered(found: Found, _: None, __: str) -> Response:
        shown = sheet(
            await _document(request, asked, found),
            signature_line=signature_line,
            demo_clock=demo_clock(request),
        )
        content = await forms.of(asked.asker, shown, written_as.write)
        disposition = f'attachment; filename="{asked.annex}.{written_as.suffix}"'
        headers = {"Content-Disposition": disposition}
        return Response(content, media_type=written_as.media_type, headers=headers)

    kind = f"{written_as.suffix} with a line to sign" if signature_line else written_as.suffix
    return await answered(request, asked, kind, nothing_more, rendered, keep=True)


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
