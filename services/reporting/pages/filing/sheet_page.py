"""汇总表: a sheet that was signed, what became of it; 审签 and 上报."""

from collections.abc import Awaitable
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.reporting.consolidation import acting_api
from services.reporting.consolidation.api import SeesAll, found_sheet
from services.reporting.consolidation.asking import CountersignAsked, SendUpAsked
from services.reporting.consolidation.document import consolidation_document
from services.reporting.consolidation.gathering import Gathering
from services.reporting.filing.consolidation import Consolidation
from services.reporting.pages.filing.addresses import (
    api,
    password_again,
    period_page,
    preparing_sheet_page,
    sheet_page,
    submission_page,
    verification_page,
)
from services.reporting.pages.filing.asked_to_sign import mistakes
from services.reporting.pages.filing.figures import label_of
from services.reporting.pages.filing.form_keys import key_in, new_key
from services.reporting.pages.filing.refused_at import Mistake, refusal
from services.reporting.pages.filing.sheet_table import SheetTable
from services.reporting.pages.filing.submission_page import NOTHING, Told, kept_with
from services.reporting.pages.form_view import USUAL, AskedView, FormView
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import frame_of
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.lately import password_is_recent, refuse_unless_recent
from shared.pages.drawing import Drawing
from shared.pages.posted import Posted, PostedForm
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)
_ADDRESS = "/pages/campaigns/{campaign}/consolidations/{number}"


@router.get(_ADDRESS)
async def sheet(
    request: Request, account: SeesAll, campaign: Name, number: Name, view: AskedView
) -> Response:
    return await _drawn(request, account, campaign, number, view=view)


@router.post(f"{_ADDRESS}/countersign")
async def countersign(
    request: Request, account: SeesAll, campaign: Name, number: Name, typed: PostedForm
) -> Response:
    act = acting_api.countersigned(request, account, campaign, number, CountersignAsked(), key_in(typed))
    return await _done(request, account, campaign, number, typed, act)


@router.post(f"{_ADDRESS}/send-up")
async def send_up(
    request: Request, account: SeesAll, campaign: Name, number: Name, typed: PostedForm
) -> Response:
    asked = {name: typed.text(name) or "" for name in ("to", "how", "document")}
    try:
        body = SendUpAsked.model_validate(asked)
    except ValidationError as error:
        told = Told(typed, tuple(Mistake(*one) for one in mistakes(error, typed)), 422)
        return await _drawn(request, account, campaign, number, told)
    act = acting_api.sent_up(request, account, campaign, number, body, key_in(typed))
    return await _done(request, account, campaign, number, typed, act)


async def _done(
    request: Request, account: Account, campaign: str, number: str, typed: Posted, act: Awaitable[Response]
) -> Response:
    """Both take a password given lately, as the API does."""
    try:
        await refuse_unless_recent(request)
        await act
    except Rejected as refused:
        told = Told(typed, (refusal(refused),), refused.status)
        return await _drawn(request, account, campaign, number, told)
    return RedirectResponse(sheet_page(campaign, number), 303)


async def _drawn(
    request: Request,
    account: Account,
    campaign: str,
    number: str,
    told: Told = NOTHING,
    view: FormView = USUAL,
) -> Response:
    async def answer(share: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        found = found_sheet(filing, number)
        frame = await frame_of(request, share, account, campaign, {})
        chosen = Gathering.again(request, share, account, frame, found).chosen(filing)
        drawing: Drawing = request.app.state.drawing
        return drawing.page(
            request,
            "filing_sheet.html",
            here="filing",
            status=told.status,
            t=SheetTable.of(consolidation_document(found, filing, chosen)),
            view=view.of(found.signed.annex),
            told=told,
            key=new_key(),
            recent=password_is_recent(request.state.session),
            **kept_with(filing, number),
            **_links(campaign, found),
        )

    return await admitted(request, (account.township, account.name), answer)


def _links(campaign: str, found: Consolidation) -> dict[str, Any]:
    signed = found.signed
    here, of_api, number = sheet_page(campaign, found.number), api(campaign), quote(found.number, safe="")
    return {
        "address": here,
        "again": password_again(here),
        "period": period_page(campaign, signed.period),
        "prepare": preparing_sheet_page(campaign, signed.period, signed.annex),
        "paper": f"{of_api}/consolidations/{number}",
        "kept": f"{of_api}/documents/{number}",
        "attach": f"{of_api}/scans",
        "verification": verification_page(campaign, found.number),
        "submission_of": partial(submission_page, campaign),
        "sheet_of": partial(sheet_page, campaign),
        "label_of": label_of,
    }
