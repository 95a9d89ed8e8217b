"""The official forms over HTTP: as JSON, and as documents in the notice's layout."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.reporting.forms.answers import FormAnswer
from services.reporting.forms.asked_beside import Beside, beside
from services.reporting.forms.documents.document import document
from services.reporting.forms.documents.sheet import Sheet, sheet
from services.reporting.forms.formats import FORMATS, Format
from services.reporting.forms.telephone import Telephone, refuse_unless_entitled, telephone_of
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.answering import answered, answered_once, demo_clock, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.facts.account import Account
from shared.identity.dependencies import CurrentAccount
from shared.json_types import JsonObject
from shared.problems import Rejected

router = APIRouter(tags=["reporting"])

SignatureLine = Annotated[
    bool, Query(description="With a line to sign by hand: 填报人／单位负责人（签字）／（盖章）／日期.")
]
Changes = Annotated[
    bool,
    Query(
        description="With 较上期: by how much each figure is more or less than in the filer's last standing "
        "report of an earlier period; and with 整改率."
    ),
]

_LaidOut = Callable[..., Sheet]
"""`sheet`, told already what is asked for."""


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
        account: CurrentAccount,
        asked: AskedQuestion,
        signature_line: SignatureLine = False,
        telephone: Telephone = False,
        changes: Changes = False,
    ) -> Response:
        """The form in the notice's layout, marked 未报送，仅供核对 unless it is named by a submission."""
        said = await beside(request, account, asked, changes=changes, on_paper=True)
        laid_out = partial(
            sheet, signed=said.printed, signature_line=signature_line, demo_clock=demo_clock(request)
        )
        if telephone:
            return await _with_telephone(request, account, asked, written_as, said, laid_out)
        kind = f"{written_as.suffix} with a line to sign" if signature_line else written_as.suffix
        return await _as_document(request, asked, written_as, said, laid_out, kind)


for _format in FORMATS:
    _add_document(_format)


async def _as_document(
    request: Request, asked: Question, written_as: Format, said: Beside, laid_out: _LaidOut, kind: str
) -> Response:
    forms: WrittenForms = request.app.state.written_forms

    async def rendered(found: Found, _: None, __: str) -> Response:
        shown = laid_out(await _document(request, asked, found, said))
        return _file(asked, written_as, await forms.of(asked.asker, shown, written_as.write))

    return await answered(request, asked, kind + said.shape, nothing_more, rendered, keep=said.nothing)


async def _with_telephone(
    request: Request, account: Account, asked: Question, written_as: Format, said: Beside, laid_out: _LaidOut
) -> Response:
    refuse_unless_entitled(account)
    forms: WrittenForms = request.app.state.written_forms
    signer = None if said.printed is None else said.printed.signer

    async def rendered(found: Found) -> Response:
        answer = await _document(request, asked, found, said)
        telephone = await telephone_of(request.app.state.bus, account, _only_filer(answer), signer)
        shown = laid_out(answer, telephone=telephone)
        return _file(asked, written_as, await forms.of(asked.asker, shown, written_as.write))

    return await answered_once(request, asked, rendered)


def _only_filer(answer: Mapping[str, Any]) -> str:
    """A table of several has no one 填报人."""
    if "totals" in answer or len(answer["rows"]) != 1:
        detail = "只用于单个填报单位的表，请去掉此参数 only of one filer's form: leave it out"
        raise Rejected("invalid_request", field="telephone", detail=detail)
    return str(answer["rows"][0]["filer"]["id"])


def _file(asked: Question, written_as: Format, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{asked.annex}.{written_as.suffix}"'}
    return Response(content, media_type=written_as.media_type, headers=headers)


@router.get(
    "/campaigns/{campaign}/{annex}",
    response_model=FormAnswer,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="附件3 (annex-3) or 附件4 (annex-4)",
)
async def form(
    request: Request, account: CurrentAccount, asked: AskedQuestion, changes: Changes = False
) -> Response:
    """Cumulative figures of every filer; a reporter or officer gets the own row and no totals."""
    said = await beside(request, account, asked, changes=changes, on_paper=False)

    async def rendered(found: Found, _: None, __: str) -> Response:
        shown = await _document(request, asked, found, said)
        return Response(orjson.dumps(shown), media_type="application/json")

    kind = "json" + said.shape
    return await answered(request, asked, kind, nothing_more, rendered, keep=said.nothing)


async def _document(request: Request, asked: Question, found: Found, said: Beside) -> JsonObject:
    recounting: Recounting = request.app.state.recounting
    figures = found.kept
    if figures is None:
        figures = await recounting.figures(asked, found.form)
    answer = said.beside(document(found.form, figures, found.organisations, asked.shown), found.form, figures)
    demo = demo_clock(request)
    return answer if demo is None else answer | {"demo_clock": demo}
