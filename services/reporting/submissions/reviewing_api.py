"""撤回, 退回, 审核通过, 延期 over HTTP."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.reporting.filing.closing import closed_by
from services.reporting.filing.due import dues
from services.reporting.filing.reviewing import accept, extend, return_, review, withdraw
from services.reporting.filing.rights import (
    refuse_to_return,
    refuse_to_withdraw,
    refuse_unless_head,
    refuse_unless_reviewing,
    signer,
)
from services.reporting.filing.state import Filing
from services.reporting.filing.working_days import next_working_day_closing
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.moment_asked import moment_asked
from services.reporting.submissions.answers import ActsAnswer
from services.reporting.submissions.api import IdempotencyKey, answered_json
from services.reporting.submissions.asking import (
    AcceptAsked,
    ExtendAsked,
    ReturnAsked,
    ReviewAsked,
    WithdrawAsked,
)
from services.reporting.submissions.desk import Asked, Desk, Judge
from services.reporting.submissions.report import frame_of
from services.reporting.submissions.scope import seen_submission
from services.reporting.turns.admission import Share
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import microseconds, write_instant
from shared.problems import Rejected

router = APIRouter(tags=["submissions"])
_ACT: dict[str, Any] = {
    "response_model": ActsAnswer,
    "dependencies": [AsDeclared],
    "responses": {403: {}, 404: {}, 409: {}, 429: {}},
}


@router.post("/campaigns/{campaign}/review/acceptances", summary="Accept one or several; 审核通过", **_ACT)
async def accepted(
    request: Request, account: BeyondFigures, campaign: Name, body: AcceptAsked, key: IdempotencyKey
) -> Response:
    """All or none; those that were signed with warnings one by one. By the safety office."""
    refuse_unless_reviewing(account)
    by = signer(account)

    async def judge(filing: Filing) -> Sequence[Event]:
        return accept(filing, campaign, body.numbers, by)

    return await recorded(request, _asked(request, account, campaign, "accept", body, key), judge)


@router.post("/campaigns/{campaign}/submissions/{number}/withdraw", summary="Withdraw; 撤回", **_ACT)
async def withdrawn(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    number: Name,
    body: WithdrawAsked,
    key: IdempotencyKey,
) -> Response:
    """By the filer, before it is accepted. It keeps its time if it is signed again soon enough."""
    asked = _asked(request, account, campaign, f"withdraw {number}", body, key)
    by = signer(account)

    async def judge(filing: Filing) -> Sequence[Event]:
        found = seen_submission(account, filing.submissions.get(number))
        refuse_to_withdraw(account, found.signed)
        return [withdraw(filing, campaign, number, by, next_working_day_closing(asked.now))]

    return await recorded(request, asked, judge)


@router.post("/campaigns/{campaign}/submissions/{number}/review", summary="Agree; 单位负责人审核", **_ACT)
async def reviewed(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    number: Name,
    body: ReviewAsked,
    key: IdempotencyKey,
) -> Response:
    """By the head of the filer, who is another than signed; where the campaign asks for it."""
    asked = _asked(request, account, campaign, f"review {number}", body, key)
    by = signer(account)

    async def judge(filing: Filing) -> Sequence[Event]:
        found = seen_submission(account, filing.submissions.get(number))
        refuse_unless_head(account, found.signed.filer)
        return [review(filing, campaign, number, by)]

    return await recorded(request, asked, judge)


@router.post("/campaigns/{campaign}/submissions/{number}/return", summary="Return; 退回", **_ACT)
async def returned(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    number: Name,
    body: ReturnAsked,
    key: IdempotencyKey,
) -> Response:
    """With a reason, about one cell or the whole. By the safety office, or a head who has not agreed yet."""
    asked = _asked(request, account, campaign, f"return {number}", body, key)
    by = signer(account)

    async def judge(filing: Filing) -> Sequence[Event]:
        found = filing.submissions.get(number)
        if not account.head:
            refuse_unless_reviewing(account)
        refuse_to_return(account, seen_submission(account, found))
        until = next_working_day_closing(asked.now)
        return [return_(filing, campaign, number, by, until, body.reason, body.column)]

    return await recorded(request, asked, judge)


@router.post("/campaigns/{campaign}/review/extensions", summary="Grant an extension; 延期", **_ACT)
async def extended(
    request: Request, account: BeyondFigures, campaign: Name, body: ExtendAsked, key: IdempotencyKey
) -> Response:
    """It still counts as late. By the safety office."""
    refuse_unless_reviewing(account)
    asked = _asked(request, account, campaign, "extend", body, key)
    by, until = signer(account), microseconds(moment_asked("until", body.until))

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        due, annex = frame.due(body.period), frame.annex_of(body.filer)

        async def judge(filing: Filing) -> Sequence[Event]:
            closed = closed_by(filing, dues(frame.campaign), due, annex)
            if closed is not None:
                raise Rejected("period_closed", period=due.name, next=closed.name)
            return [extend(campaign, annex, due, body.filer, until, body.reason, by, asked.now)]

        return await recorded(request, asked, judge)

    return await admitted(request, (account.township, account.name), answer)


def _asked(
    request: Request, account: BeyondFigures, campaign: str, act: str, body: BaseModel, key: str
) -> Asked:
    desk: Desk = request.app.state.desk
    return desk.asked(account, campaign, act, body, key)


async def recorded(request: Request, asked: Asked, judge: Judge) -> Response:
    desk: Desk = request.app.state.desk
    return acted(await desk.record(asked, judge))


def acted(events: Sequence[Envelope]) -> Response:
    return answered_json(
        {
            "events": [{"type": each.type, "position": each.position} for each in events],
            "at": write_instant(events[0].occurred),
        }
    )
