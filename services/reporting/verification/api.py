"""Verifying a submission over HTTP: a job that tells how far it is, and what it found."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.consolidation.api import found_sheet
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.verification.answers import VerificationAnswer
from services.reporting.verification.findings import TOLD, Finding
from services.reporting.verification.jobs import Job, Verifications
from services.reporting.verification.subject import Subject, of_sheet, of_submission
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.json_types import Json, JsonObject
from shared.problems import Rejected

Verifying = Annotated[Account, Depends(require_role("auditor", "operator"))]

Again = Annotated[bool, Query(description="Begin anew, though one is done.")]

router = APIRouter(tags=["submissions"])


@router.get(
    "/campaigns/{campaign}/submissions/{number}/verify",
    response_model=VerificationAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}},
    summary="Verify what was signed against every copy; 核验",
)
async def verification(
    request: Request,
    account: Verifying,
    campaign: Name,
    number: Name,
    again: Again = False,
) -> Response:
    """The first question begins it; ask again until `state` is `done`. By auditors and operators."""
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    submission = filing.submissions.get(number)
    if submission is None:
        raise Rejected("not_found", what=number)
    subject = of_submission(submission, filing)
    return answered_json(asked_to_verify(request, account, campaign, subject, again=again))


@router.get(
    "/campaigns/{campaign}/consolidations/{number}/verify",
    response_model=VerificationAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}},
    summary="Verify a sheet: its rows from the events, its totals from the rows; 核验汇总表",
)
async def sheet_verification(
    request: Request, account: Verifying, campaign: Name, number: Name, again: Again = False
) -> Response:
    """As with a submission. Each row is derived as of its own positions."""
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    subject = of_sheet(found_sheet(filing, number), filing)
    return answered_json(asked_to_verify(request, account, campaign, subject, again=again))


def asked_to_verify(
    request: Request, account: Account, campaign: str, subject: Subject, *, again: bool
) -> JsonObject:
    """How far it is; the first question begins it."""
    verifications: Verifications = request.app.state.verifications
    key = account.township, campaign, subject.number
    job = verifications.of(key, subject, account.township, again=again)
    return _document(subject.number, job)


def _document(number: str, job: Job) -> JsonObject:
    document: dict[str, Json] = {
        "number": number,
        "state": job.state,
        "done": job.done,
        "total": job.total,
    }
    if job.state == "done":
        document["verified"] = not job.findings
        document["findings"] = [_finding(each) for each in job.findings]
    return document


def _finding(finding: Finding) -> JsonObject:
    zh, en = TOLD[finding.what]
    told: dict[str, Json] = {
        "copy": finding.copy,
        "what": finding.what,
        "zh": zh,
        "en": en,
        "difference": finding.is_difference,
    }
    if finding.log is not None:
        told["log"] = finding.log
    if finding.position is not None:
        told["position"] = finding.position
    if finding.file is not None:
        told["file"] = finding.file
    return told
