"""审核通过 of several at once, and 延期, from the page of a period, by the acts of the API."""

from collections.abc import Awaitable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.reporting.pages.filing.addresses import period_page
from services.reporting.pages.filing.asked_to_sign import mistakes
from services.reporting.pages.filing.done import Deed, after
from services.reporting.pages.filing.form_keys import key_in
from services.reporting.pages.filing.period_page import period_drawn
from services.reporting.pages.filing.refused_at import Mistake, refusal
from services.reporting.pages.filing.submission_page import Told
from services.reporting.submissions import reviewing_api
from services.reporting.submissions.asking import MOST_ACCEPTED, AcceptAsked, ExtendAsked
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import SHANGHAI, write_instant
from shared.pages.posted import Posted, PostedForm
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)
_OF_PERIOD = "/pages/campaigns/{campaign}/periods/{period}/acts"


@router.post(f"{_OF_PERIOD}/accept")
async def accept_several(
    request: Request, account: BeyondFigures, campaign: Name, period: Name, typed: PostedForm
) -> Response:
    numbers = typed.all("number")[:MOST_ACCEPTED]
    if not numbers:
        none = Mistake(None, "请勾选要审核通过的报送件。", "Tick the reports to accept.")
        return await period_drawn(request, account, campaign, period, Told(typed, (none,), 422))
    try:
        body = AcceptAsked(numbers=numbers)
    except ValidationError as error:
        return await _mistaken(request, account, campaign, period, typed, error)
    act = reviewing_api.accepted(request, account, campaign, body, key_in(typed))
    return await _done(request, account, campaign, period, typed, act, "accepted")


@router.post(f"{_OF_PERIOD}/extend")
async def extend(
    request: Request, account: BeyondFigures, campaign: Name, period: Name, typed: PostedForm
) -> Response:
    """The moment as a browser's field gives it, in the town's time."""
    try:
        body = ExtendAsked(
            period=period,
            filer=typed.text("filer") or "",
            until=_written(typed.text("until") or ""),
            reason=typed.text("reason") or "",
        )
    except ValidationError as error:
        return await _mistaken(request, account, campaign, period, typed, error)
    act = reviewing_api.extended(request, account, campaign, body, key_in(typed))
    return await _done(request, account, campaign, period, typed, act, "extended")


def _written(local: str) -> str:
    """What is no moment is left to be refused as such."""
    try:
        moment = datetime.fromisoformat(local)
        return write_instant(moment.replace(tzinfo=SHANGHAI)) if moment.tzinfo is None else local
    except (ValueError, OverflowError):
        return local


async def _mistaken(
    request: Request, account: Account, campaign: str, period: str, typed: Posted, error: ValidationError
) -> Response:
    told = Told(typed, tuple(Mistake(*one) for one in mistakes(error, typed)), 422)
    return await period_drawn(request, account, campaign, period, told)


async def _done(
    request: Request,
    account: Account,
    campaign: str,
    period: str,
    typed: Posted,
    act: Awaitable[Response],
    deed: Deed,
) -> Response:
    try:
        await act
    except Rejected as refused:
        told = Told(typed, (refusal(refused),), refused.status)
        return await period_drawn(request, account, campaign, period, told)
    return RedirectResponse(after(period_page(campaign, period), deed), 303)
