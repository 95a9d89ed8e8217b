"""报送情况 of one period and of all: who has reported, what waits for review, the sheets."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.filing.due import dues
from services.reporting.pages.campaigns import current_campaign
from services.reporting.pages.filing.addresses import (
    api,
    period_page,
    periods_page,
    preparing_sheet_page,
    sheet_page,
    signing_page,
    submission_page,
)
from services.reporting.pages.filing.done import WORDS, Deed, JustDone
from services.reporting.pages.filing.form_keys import new_key
from services.reporting.pages.filing.period_shown import period_shown
from services.reporting.pages.filing.submission_page import NOTHING, Told
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import frame_of
from services.reporting.submissions.scope import seen_filers
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)


@router.get("/pages/filing")
async def filing_of_now(request: Request, account: BeyondFigures) -> Response:
    """Of the current campaign."""
    return RedirectResponse(periods_page(await current_campaign(request, account)), 303)


@router.get("/pages/campaigns/{campaign}/periods")
async def periods(request: Request, account: BeyondFigures, campaign: Name) -> Response:
    """Every period that has opened, the latest first."""
    seen = seen_filers(account)

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        desk: Desk = request.app.state.desk
        filing, now = await desk.filing(account.township, campaign), desk.now()
        open_ = [due for due in dues(frame.campaign) if due.opens <= now]
        shown = [period_shown(account, frame, filing, due, now, seen) for due in reversed(open_)]
        following = next((due for due in dues(frame.campaign) if due.opens > now), None)
        return _page(request, "filing_periods.html", campaign, periods=shown, following=following)

    return await admitted(request, (account.township, account.name), answer)


@router.get("/pages/campaigns/{campaign}/periods/{period}")
async def period(
    request: Request, account: BeyondFigures, campaign: Name, period: Name, done: JustDone = None
) -> Response:
    return await period_drawn(request, account, campaign, period, done=done)


async def period_drawn(
    request: Request,
    account: Account,
    campaign: str,
    period: str,
    told: Told = NOTHING,
    done: Deed | None = None,
) -> Response:
    seen = seen_filers(account)

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        shown = period_shown(account, frame, filing, frame.due(period), desk.now(), seen)
        more = {
            "told": told,
            "done": None if done is None else WORDS[done],
            "key": new_key(),
            "now_us": desk.now(),
        }
        return _page(request, "filing_period.html", campaign, told.status, p=shown, **more)

    return await admitted(request, (account.township, account.name), answer)


def _page(request: Request, template: str, campaign: str, status: int = 200, **shown: Any) -> Response:
    drawing: Drawing = request.app.state.drawing
    return drawing.page(
        request,
        template,
        here="filing",
        status=status,
        campaign=campaign,
        api=api(campaign),
        periods_address=periods_page(campaign),
        period_of=partial(period_page, campaign),
        sign_of=partial(signing_page, campaign),
        submission_of=partial(submission_page, campaign),
        prepare_sheet_of=partial(preparing_sheet_page, campaign),
        sheet_of=partial(sheet_page, campaign),
        **shown,
    )
