"""A consolidated sheet as a document in the notice's layout."""

from functools import partial

from fastapi import APIRouter, Request, Response

from services.reporting.consolidation.api import SeesAll, found_sheet
from services.reporting.consolidation.gathering import Gathering
from services.reporting.consolidation.printing import form_of_sheet, printed_sheet
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Filing
from services.reporting.forms.api import SignatureLine
from services.reporting.forms.documents.sheet import Sheet
from services.reporting.forms.formats import FORMATS, Format
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.answering import admitted, demo_clock
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import frame_of, signed_positions
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name

router = APIRouter(tags=["consolidations"])


def _add_document(written_as: Format) -> None:
    @router.get(
        f"/campaigns/{{campaign}}/consolidations/{{number}}.{written_as.suffix}",
        response_class=Response,
        dependencies=[AsDeclared],
        responses={200: {"content": {written_as.media_type: {}}}, 404: {}, 429: {}},
        summary=f"{written_as.summary}, consolidated; 汇总表",
        operation_id=f"consolidation_as_{written_as.suffix}",
    )
    async def consolidation_as_document(
        request: Request,
        account: SeesAll,
        campaign: Name,
        number: Name,
        signature_line: SignatureLine = False,
    ) -> Response:
        """With its number, its digest, what is missing, and in a PDF the codes that anybody can check."""

        how = partial(_as_document, request, account, campaign, number, written_as, signature_line)
        return await admitted(request, (account.township, account.name), how)


for _format in FORMATS:
    _add_document(_format)


async def _as_document(
    request: Request,
    account: Account,
    campaign: str,
    number: str,
    written_as: Format,
    signature_line: bool,  # as the address has it
    share: Share,
) -> Response:
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    found = found_sheet(filing, number)
    shown = await as_sheet(request, share, account, filing, found, signature_line=signature_line)
    forms: WrittenForms = request.app.state.written_forms
    content = await forms.of((account.township, account.name), shown, written_as.write)
    name = f"{found.signed.annex}-{number}.{written_as.suffix}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=written_as.media_type, headers=headers)


async def as_sheet(
    request: Request,
    share: Share,
    account: Account,
    filing: Filing,
    found: Consolidation,
    *,
    signature_line: bool,
) -> Sheet:
    """As it is printed now: with what became of it."""
    signed = found.signed
    now = await frame_of(request, share, account, signed.campaign_id, {})
    then = await frame_of(request, share, account, signed.campaign_id, signed_positions(signed))
    chosen = Gathering.again(request, share, account, now, found).chosen(filing)
    return printed_sheet(
        form_of_sheet(then, signed),
        filing,
        found,
        chosen,
        account.township,
        request.app.state.public_url,
        demo_clock(request),
        signature_line=signature_line,
    )
