"""A submission as a document: as signed, with its number, digest and code."""

from functools import partial

from fastapi import APIRouter, Request, Response

from services.reporting.filing.state import Submission
from services.reporting.forms.api import SignatureLine
from services.reporting.forms.documents.document import document_of_row
from services.reporting.forms.documents.sheet import Sheet, sheet
from services.reporting.forms.formats import FORMATS, Format
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.answering import admitted, demo_clock
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.api import seen_submission
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.paper import printed
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import microseconds, parse_instant
from shared.json_types import Json, JsonObject

router = APIRouter(tags=["submissions"])


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
    ) -> Response:
        """With its number, digest, and in a PDF the code that anybody can check."""

        how = partial(_as_document, request, account, campaign, number, written_as, signature_line)
        return await admitted(request, (account.township, account.name), how)


for _format in FORMATS:
    _add_document(_format)


async def _as_document(
    request: Request,
    account: BeyondFigures,
    campaign: str,
    number: str,
    written_as: Format,
    signature_line: bool,  # as the address has it
    share: Share,
) -> Response:
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    found = seen_submission(account, filing.submissions.get(number))
    positions = {log: frozen.position for log, frozen in found.signed.logs.items()}
    frame = await frame_of(request, share, account, campaign, positions)
    shown = _sheet(request, frame, found, signature_line=signature_line)
    forms: WrittenForms = request.app.state.written_forms
    about = f"{campaign} {number} {found.corrected_by} {signature_line} {written_as.suffix}"
    content = await forms.of((account.township, account.name), about, shown, written_as.write)
    disposition = f'attachment; filename="{found.signed.annex}.{written_as.suffix}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(content, media_type=written_as.media_type, headers=headers)


def _sheet(request: Request, frame: Frame, submission: Submission, *, signature_line: bool) -> Sheet:
    signed = submission.signed
    form = frame.form_of(signed.filer, microseconds(parse_instant(signed.occurred_until)))
    filer: JsonObject = {"id": signed.filer, "name": signed.filer_name}
    warnings: list[Json] = [{"filer": signed.filer, **warning.payload()} for warning in signed.warnings]
    document = document_of_row(form, filer, signed.figures, signed.digest) | {"warnings": warnings}
    url: str = request.app.state.public_url
    township = frame.asked.township
    return sheet(
        document,
        signed=printed(submission, township, url),
        signature_line=signature_line,
        demo_clock=demo_clock(request),
    )
