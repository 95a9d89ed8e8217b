"""Why a subject is not counted in a cell, over HTTP."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from services.reporting.lineage.api import FILER, ColumnKey
from services.reporting.reading.answering import answered
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.snapshot import Found
from services.reporting.why_not.answers import Kind, WhyNotAnswer
from services.reporting.why_not.asking import Loaded, SubjectAsked
from services.reporting.why_not.document import why_not_document
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures

SUBJECT = "The id of what the column counts, or of what puts it there; it may hold slashes."
KIND = "What the id is of. Without it the column's own kind comes first, then the other that may be asked."

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/cells/{filer}/{column}/why-not/{subject:path}",
    response_model=WhyNotAnswer,
    response_model_exclude_none=True,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="Why a subject is not counted in a cell; 为什么没有计入",
)
async def why_not(
    request: Request,
    _: BeyondFigures,
    asked: AskedQuestion,
    filer: Annotated[Name, Path(description=FILER)],
    column: ColumnKey,
    subject: Annotated[Name, Path(min_length=1, description=SUBJECT)],
    kind: Annotated[Kind | None, Query(description=KIND)] = None,
) -> Response:
    """The first condition that fails, with its events; of what is counted, the events that put it there."""
    about = SubjectAsked.of(asked, filer, column, subject, kind)

    async def rendered(found: Found, loaded: Loaded, _: str) -> Response:
        told = await about.told(request, found, loaded)
        named = told.kind, subject
        answer = why_not_document(found.form, about.cell, named, told.explained, told.known, told.names)
        return Response(orjson.dumps(answer), media_type="application/json")

    return await answered(request, asked, f"why not {(filer, column, subject, kind)}", about.load, rendered)
