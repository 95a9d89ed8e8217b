"""撤回, 单位负责人审核, 退回, 审核通过, each from the page of what was signed, by the acts of the API."""

from collections.abc import Awaitable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.reporting.pages.filing.addresses import submission_page
from services.reporting.pages.filing.asked_to_sign import mistakes
from services.reporting.pages.filing.done import Deed, after
from services.reporting.pages.filing.form_keys import key_in
from services.reporting.pages.filing.refused_at import Mistake, refusal
from services.reporting.pages.filing.submission_page import Told, submission_drawn
from services.reporting.submissions import reviewing_api
from services.reporting.submissions.asking import AcceptAsked, ReturnAsked, ReviewAsked, WithdrawAsked
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.pages.posted import Posted, PostedForm
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)
_OF_NUMBER = "/pages/campaigns/{campaign}/submissions/{number}"


@router.post(f"{_OF_NUMBER}/withdraw")
async def withdraw(
    request: Request, account: BeyondFigures, campaign: Name, number: Name, typed: PostedForm
) -> Response:
    body = WithdrawAsked()
    act = reviewing_api.withdrawn(request, account, campaign, number, body, key_in(typed))
    return await _done(request, account, campaign, number, typed, act, "withdrawn")


@router.post(f"{_OF_NUMBER}/review")
async def review(
    request: Request, account: BeyondFigures, campaign: Name, number: Name, typed: PostedForm
) -> Response:
    act = reviewing_api.reviewed(request, account, campaign, number, ReviewAsked(), key_in(typed))
    return await _done(request, account, campaign, number, typed, act, "reviewed")


@router.post(f"{_OF_NUMBER}/return")
async def return_(
    request: Request, account: BeyondFigures, campaign: Name, number: Name, typed: PostedForm
) -> Response:
    """The reason stands at the very cell that was chosen."""
    try:
        body = ReturnAsked(reason=typed.text("reason") or "", column=typed.text("column"))
    except ValidationError as error:
        told = Told(typed, tuple(Mistake(*one) for one in mistakes(error, typed)), 422)
        return await submission_drawn(request, account, campaign, number, told)
    act = reviewing_api.returned(request, account, campaign, number, body, key_in(typed))
    return await _done(request, account, campaign, number, typed, act, "returned")


@router.post(f"{_OF_NUMBER}/accept")
async def accept(
    request: Request, account: BeyondFigures, campaign: Name, number: Name, typed: PostedForm
) -> Response:
    body = AcceptAsked(numbers=[number])
    act = reviewing_api.accepted(request, account, campaign, body, key_in(typed))
    return await _done(request, account, campaign, number, typed, act, "accepted")


async def _done(
    request: Request,
    account: Account,
    campaign: str,
    number: str,
    typed: Posted,
    act: Awaitable[Response],
    deed: Deed,
) -> Response:
    """Back to the page, which says it; with the refusal and what was typed where it was refused."""
    try:
        await act
    except Rejected as refused:
        told = Told(typed, (refusal(refused),), refused.status)
        return await submission_drawn(request, account, campaign, number, told)
    return RedirectResponse(after(submission_page(campaign, number), deed), 303)
