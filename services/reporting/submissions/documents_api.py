"""A submission as a document: as signed, with its number, digest and code."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request, Response
from nats.aio.client import Client

from services.reporting.filing.measuring import last_before
from services.reporting.filing.state import Submission
from services.reporting.forms.api import Changes, SignatureLine
from services.reporting.forms.documents.changes import compared
from services.reporting.forms.formats import FORMATS, Format
from services.reporting.forms.telephone import Telephone, refuse_unless_entitled, telephone_of
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.answering import admitted, demo_clock
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.paper import submission_sheet
from services.reporting.submissions.report import frame_of_signed
from services.reporting.submissions.scope import seen_submission
from services.reporting.submissions.signed_submissions import before_of
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.http.saved_as import saved_as
from shared.identity.dependencies import BeyondFigures

router = APIRouter(tags=["submissions"])


@dataclass(frozen=True, slots=True)
class _Wanted:
    campaign: str
    number: str
    written_as: Format
    signature_line: bool
    telephone: bool
    changes: bool


def _add_document(written_as: Format) -> None:
    @router.get(
        f"/campaigns/{{campaign}}/submissions/{{number}}.{written_as.suffix}",
        response_class=Response,
        dependencies=[AsDeclared],
        responses={200: {"content": {written_as.media_type: {}}}, 404: {}, 429: {}},
        summary=f"{written_as.summary}, as it was signed; 报送件",
        operation_id=f"submission_as_{written_as.suffix}",
    )
    async def submission_as_document(
        request: Request,
        account: BeyondFigures,
        campaign: Name,
        number: Name,
        signature_line: SignatureLine = False,
        telephone: Telephone = False,
        changes: Changes = False,
    ) -> Response:
        """With its number, digest, and in a PDF the code that anybody can check."""
        if telephone:
            refuse_unless_entitled(account)
        wanted = _Wanted(campaign, number, written_as, signature_line, telephone, changes)
        how = partial(_as_document, request, account, wanted)
        return await admitted(request, (account.township, account.name), how)


for _format in FORMATS:
    _add_document(_format)


def _name(found: Submission, wanted: _Wanted) -> str:
    """By which somebody who has saved several tells them apart."""
    signed = found.signed
    period = signed.period_name.partition("（")[0]
    return f"{signed.filer_name}{period}-{signed.number}.{wanted.written_as.suffix}"


async def _as_document(
    request: Request,
    account: BeyondFigures,
    wanted: _Wanted,
    share: Share,
) -> Response:
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, wanted.campaign)
    found = seen_submission(account, filing.submissions.get(wanted.number))
    frame, form = await frame_of_signed(request, share, account, found.signed)
    earlier = before_of(
        last_before(filing, frame.campaign, frame.due(found.signed.period), found.signed.filer)
    )
    filer, signer = found.signed.filer, found.signed.signer.name
    bus: Client = request.app.state.bus
    shown = submission_sheet(
        form,
        found,
        account.township,
        request.app.state.public_url,
        demo_clock(request),
        telephone=await telephone_of(bus, account, filer, signer) if wanted.telephone else "",
        signature_line=wanted.signature_line,
        beside=compared(found.signed.figures, earlier) if wanted.changes else {},
    )
    forms: WrittenForms = request.app.state.written_forms
    content = await forms.of((account.township, account.name), shown, wanted.written_as.write)
    headers = {"Content-Disposition": saved_as(_name(found, wanted)), "Cache-Control": "private, no-store"}
    return Response(content, media_type=wanted.written_as.media_type, headers=headers)
