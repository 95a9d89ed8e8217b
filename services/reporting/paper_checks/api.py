"""The page behind a printed report's QR code, and what it asks. Both are open: paper goes through many hands.

The code stands behind the # of the address, so that the browser alone has it until it asks.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from services.reporting.keys.introducing import SigningKeys
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper_checks.answers import PaperCheckAnswer
from services.reporting.paper_checks.asking import PaperCheckAsked
from services.reporting.paper_checks.checking import read_codes, refuse_unless_signed
from services.reporting.paper_checks.document import checked_document, refused_document
from services.reporting.paper_checks.page import POLICY, page, page_parts
from services.reporting.paper_checks.standing import standing_of
from services.reporting.reading.answering import demo_clock
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.turns.admission import Admission, Share
from shared.http.hanging_up import unless_hung_up
from shared.http.parameters import Name
from shared.json_types import JsonObject
from shared.problems import Rejected

UNDER_WAY = 32
"""Checks at once, of all strangers together."""
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}

router = APIRouter(tags=["paper"])


@router.get(
    "/paper", response_class=HTMLResponse, summary="The page behind a printed report's QR code; 纸质报表核验"
)
async def paper_page() -> Response:
    """It knows nothing of any report: its script asks what the code behind the # is worth."""
    return HTMLResponse(page(), headers={"Content-Security-Policy": POLICY})


@router.get("/paper/page/{part}", include_in_schema=False)
async def paper_page_part(part: Name) -> Response:
    found = page_parts().get(part)
    if found is None:
        raise Rejected("not_found", what=part)
    return Response(found.content, media_type=found.media_type, headers=_FOR_EVER)


@router.post(
    "/paper/checks",
    response_model=PaperCheckAnswer,
    dependencies=[AsDeclared],
    responses={400: {}, 408: {}, 413: {}, 500: {}, 503: {}},
    summary="Whether a printed report is as it was signed, and the latest; 核验纸质报表",
)
async def check_paper(request: Request, body: PaperCheckAsked) -> Response:
    """By the public keys and the submissions in the log. It tells nothing that is not on the paper, except
    what became of it. Whatever the outcome, the status is 200."""
    admission: Admission = request.app.state.paper_admission

    async def answer(share: Share) -> Response:
        async with share.looking_up:
            return answered_json(await _checked(request, body.codes))

    with admission.of("strangers") as share:
        return await unless_hung_up(request, answer(share))


async def _checked(request: Request, codes: list[str]) -> JsonObject:
    signing_keys: SigningKeys = request.app.state.signing_keys
    desk: Desk = request.app.state.desk
    try:
        read = read_codes(codes)
        refuse_unless_signed(read, await signing_keys.known())
        report = read.joined.report
        filing = await desk.filing(report.township, report.campaign)
        said = standing_of(read.joined, filing)
    except PaperRefused as refused:
        return refused_document(refused)
    return checked_document(read, said, demo_clock(request), on_behalf=filing.is_on_behalf(report.number))
