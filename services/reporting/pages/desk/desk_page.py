"""工作台 by role: what is due, what is overdue, what waits for an answer, what has changed."""

from functools import partial
from secrets import choice
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.filing.state import Filing
from services.reporting.pages.campaigns import current_campaign
from services.reporting.pages.desk.freshness import freshness
from services.reporting.pages.desk.last_visit import Visit, Visits, remember, visits
from services.reporting.pages.desk.of_filer import filer_desk
from services.reporting.pages.desk.of_town import town_desk
from services.reporting.pages.filing.addresses import (
    period_page,
    preparing_sheet_page,
    sheet_page,
    signing_page,
    submission_page,
    verification_page,
    written_positions,
)
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.identity.dependencies import BeyondFigures
from shared.instant import moment_at
from shared.pages.drawing import Drawing
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)
_TEMPLATES = {
    "reporter": "desk_filer.html",
    "officer": "desk_filer.html",
    "safety_office": "desk_office.html",
    "leader": "desk_leader.html",
    "auditor": "desk_auditor.html",
}


@router.get("/pages/")
async def desk(request: Request, account: BeyondFigures) -> Response:
    drawing: Drawing = request.app.state.drawing
    if account.role == "operator":
        return drawing.page(request, "desk_operator.html", here="desk")
    try:
        campaign = await current_campaign(request, account)
    except Rejected as refused:
        if refused.code != "not_found":
            raise
        return drawing.page(request, "desk_empty.html", here="desk")

    async def answer(share: Share) -> Response:
        return await _drawn(request, share, account, campaign)

    return await admitted(request, (account.township, account.name), answer)


@router.get("/pages/sample")
async def sample(request: Request, account: BeyondFigures) -> Response:
    """抽查一份: any of those that stand of the latest period; what is not seen is not drawn."""
    campaign = await current_campaign(request, account)

    async def answer(share: Share) -> Response:
        frame, filing, now = await _known(request, share, account, campaign)
        standing = town_desk(account, frame, filing, now).standing if account.sees_every_filer else ()
        if not standing:
            raise Rejected("not_found", what="submission")
        return RedirectResponse(submission_page(campaign, choice(standing).number), 303)

    return await admitted(request, (account.township, account.name), answer)


async def _drawn(request: Request, share: Share, account: Account, campaign: str) -> Response:
    frame, filing, now = await _known(request, share, account, campaign)
    told = visits(request, account, Visit(now, frame.applied))
    of_town = account.sees_every_filer
    shown = (town_desk if of_town else filer_desk)(account, frame, filing, now)
    drawing: Drawing = request.app.state.drawing
    page = drawing.page(
        request,
        _TEMPLATES[account.role],
        here="desk",
        d=shown,
        fresh=freshness(frame, request.app.state.watermarks),
        clock=moment_at(now),
        **_links(campaign, told),
    )
    remember(page, account, told, secure=request.app.state.public_url.startswith("https://"))
    return page


async def _known(
    request: Request, share: Share, account: Account, campaign: str
) -> tuple[Frame, Filing, int]:
    frame = await frame_of(request, share, account, campaign, {})
    office: Desk = request.app.state.desk
    return frame, await office.filing(account.township, campaign), office.now()


def _links(campaign: str, told: Visits) -> dict[str, Any]:
    last, changed = told.last, None
    if last is not None:
        asked = {"campaign": campaign, "at": last.at, "positions": written_positions(last.positions)}
        changed = f"/reporting/pages/parts/changed?{urlencode(asked)}"
    return {
        "campaign": campaign,
        "changed": changed,
        "last_visit": None if last is None else last.at,
        "period_of": partial(period_page, campaign),
        "sign_of": partial(signing_page, campaign),
        "submission_of": partial(submission_page, campaign),
        "sheet_of": partial(sheet_page, campaign),
        "prepare_sheet_of": partial(preparing_sheet_page, campaign),
        "verification_of": partial(verification_page, campaign),
    }
