"""Verifying the service's log, for auditors and operators, under `/<service>/audit/verification`."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.operations.acts import acts_of
from shared.problems import Rejected
from shared.verifying.run import Run
from shared.verifying.running import LogVerification

Verifier = Annotated[Account, Depends(require_role("auditor", "operator"))]

Begins = Literal["first", "sealed"]

verification_router = APIRouter(prefix="/audit", tags=["audit"])
"""Expects the service's `LogVerification` as `app.state.log_verification`."""


class PartProgress(BaseModel):
    """Of the log, or of a copy: positions, or files, looked at so far."""

    part: str
    done: int
    total: int


class LogFinding(BaseModel):
    """The first thing wrong in a part. `check` is stable; `message` is in Chinese and English."""

    part: str
    check: str
    position: int
    message: str


class PartPassed(BaseModel):
    """A part that was not looked at, and why, in Chinese and English."""

    part: str
    message: str


class VerificationAnswer(BaseModel):
    """`position` and `hash` are the head up to which all was looked at; what is up to `since` is known by a
    sealed checkpoint. Null until it has ended."""

    began: datetime
    begins: Begins
    state: Literal["running", "done", "failed"]
    progress: list[PartProgress]
    findings: list[LogFinding]
    passed: list[PartPassed]
    since: int | None
    position: int | None
    hash: str | None


@verification_router.post("/verification", summary="Verify log and copies; 核验日志及其副本")
async def start_verification(
    request: Request, verifier: Verifier, from_: Annotated[Begins, Query(alias="from")] = "first"
) -> VerificationAnswer:
    """Begins one, unless one is under way; what it finds is asked for with GET. From the first event, or only
    what came after the newest sealed checkpoint that holds."""
    target = f"from={from_}"
    async with acts_of(request).on_record(verifier, "verification_begun", target, of_all_towns=True):
        run = _verification(request).start(from_sealed=from_ == "sealed")
    return _answer(run)


@verification_router.get(
    "/verification", summary="The latest verification; 最近一次核验", responses={404: {}}
)
async def latest_verification(request: Request, _verifier: Verifier) -> VerificationAnswer:
    """`not_found` where none was begun since this process started."""
    latest = _verification(request).latest
    if latest is None:
        raise Rejected("not_found", what="核验 a verification")
    return _answer(latest)


def _verification(request: Request) -> LogVerification:
    found: LogVerification = request.app.state.log_verification
    return found


def _answer(run: Run) -> VerificationAnswer:
    ended = run.ended
    return VerificationAnswer(
        began=run.began,
        begins="sealed" if run.from_sealed else "first",
        state=run.state,
        progress=[
            PartProgress(part=each.part, done=each.done, total=each.total) for each in run.progress.values()
        ],
        findings=[
            LogFinding(part=each.part, check=each.check, position=each.position, message=each.told)
            for each in run.findings
        ],
        passed=[PartPassed(part=each.part, message=each.told) for each in run.passed],
        since=None if ended is None else ended.since,
        position=None if ended is None else ended.position,
        hash=None if ended is None else ended.hash,
    )
