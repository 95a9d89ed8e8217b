"""Verifying a submission over HTTP: a job that tells how far it is, and what it found."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.verification.answers import VerificationAnswer
from services.reporting.verification.findings import TOLD, Finding
from services.reporting.verification.jobs import Job, Verifications
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.json_types import Json, JsonObject
from shared.problems import Rejected

Verifying = Annotated[Account, Depends(require_role("auditor", "operator"))]

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
    again: Annotated[bool, Query(description="Begin anew, though one is done.")] = False,
) -> Response:
    """The first question begins it; ask again until `state` is `done`. By auditors and operators."""
    desk: Desk = request.app.state.desk
    submission = (await desk.filing(account.township, campaign)).submissions.get(number)
    if submission is None:
        raise Rejected("not_found", what=number)
    verifications: Verifications = request.app.state.verifications
    key = account.township, campaign, number
    job = verifications.of(key, submission, account.township, again=again)
    return answered_json(_document(number, job))


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
    return told
