"""核验: what was signed against every copy, for auditors and operators; no figure of it is shown."""

from fastapi import APIRouter, Request, Response

from services.reporting.consolidation.api import found_sheet
from services.reporting.pages.filing.addresses import sheet_page, submission_page, verification_page
from services.reporting.submissions.desk import Desk
from services.reporting.verification.api import Verifying, asked_to_verify
from services.reporting.verification.subject import Subject, of_sheet, of_submission
from shared.http.parameters import Name
from shared.json_types import JsonObject
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)
_ADDRESS = "/pages/campaigns/{campaign}/verifications/{number}"


@router.get(_ADDRESS)
async def verification(
    request: Request, account: Verifying, campaign: Name, number: Name, again: bool = False
) -> Response:
    """Opening it begins; `again` begins anew."""
    subject, is_sheet = await _subject(request, account, campaign, number)
    job = asked_to_verify(request, account, campaign, subject, again=again)
    sees = account.role == "auditor"
    whole = (sheet_page if is_sheet else submission_page)(campaign, number) if sees else None
    return _drawn(request, "filing_verification.html", campaign, number, job, whole=whole)


@router.get(f"{_ADDRESS}/progress")
async def progress(request: Request, account: Verifying, campaign: Name, number: Name) -> Response:
    """A part, asked for until it is done."""
    subject, _ = await _subject(request, account, campaign, number)
    job = asked_to_verify(request, account, campaign, subject, again=False)
    return _drawn(request, "filing_verified.html", campaign, number, job)


async def _subject(request: Request, account: Verifying, campaign: str, number: str) -> tuple[Subject, bool]:
    """And whether it is a sheet."""
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    submission = filing.submissions.get(number)
    if submission is not None:
        return of_submission(submission, filing), False
    return of_sheet(found_sheet(filing, number), filing), True


def _drawn(
    request: Request, template: str, campaign: str, number: str, job: JsonObject, whole: str | None = None
) -> Response:
    drawing: Drawing = request.app.state.drawing
    address = verification_page(campaign, number)
    return drawing.page(
        request, template, here="filing", number=number, job=job, address=address, whole=whole
    )
