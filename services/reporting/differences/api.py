"""Why two reports differ, over HTTP."""

import orjson
from fastapi import APIRouter, Request, Response

from services.reporting.differences.answers import DifferenceAnswer
from services.reporting.differences.asking import DifferenceAsked
from services.reporting.differences.between import between, recorded_by
from services.reporting.differences.comparing import compared
from services.reporting.differences.document import difference_document
from services.reporting.differences.naming import found
from services.reporting.differences.pages import page_of
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.turns.admission import Share
from shared.identity.dependencies import BeyondFigures
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
        both = await between(request, share, a, b, scope)
        forms = both.forms
        page = page_of(both.differences, forms[0].campaign, asked.after, asked.limit)
        answer = difference_document(forms, scope, page, await recorded_by(request, page, forms[0]))
        stale = stale_header(dict.fromkeys(each for form in forms for each in form.stale))
        return Response(orjson.dumps(answer), media_type="application/json", headers=stale)

    return await admitted(request, a.asker, answer)
