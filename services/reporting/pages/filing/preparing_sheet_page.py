"""汇总: the sheet of all filers as it would be signed now. What is signed is what was shown."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.reporting.consolidation.api import SeesAll
from services.reporting.consolidation.asking import ConsolidateAsked
from services.reporting.consolidation.document import prepared_document
from services.reporting.consolidation.gathering import Gathering
from services.reporting.consolidation.sign import consolidate
from services.reporting.pages.filing.addresses import (
    password_again,
    period_page,
    preparing_sheet_page,
    sheet_page,
    submission_page,
    written_positions,
)
from services.reporting.pages.filing.asked_to_sign import mistakes
from services.reporting.pages.filing.figures import label_of
from services.reporting.pages.filing.form_keys import key_in, new_key
from services.reporting.pages.filing.refused_at import Mistake, refusal
from services.reporting.pages.filing.sheet_table import SheetTable
from services.reporting.pages.filing.submission_page import NOTHING, Told
from services.reporting.pages.form_view import USUAL, AskedView, FormView
from services.reporting.reading.answering import admitted
from services.reporting.reading.question import read_positions
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
_ADDRESS = "/pages/campaigns/{campaign}/periods/{period}/consolidated/{annex}"
Annex = Literal["annex-3", "annex-4"]


@dataclass(frozen=True, slots=True)
class _Wanted:
    request: Request
    account: Account
    campaign: str
    period: str
    annex: str
    view: FormView = USUAL


@router.get(_ADDRESS)
async def prepared(
    request: Request, account: SeesAll, campaign: Name, period: Name, annex: Annex, view: AskedView
) -> Response:
    wanted = _Wanted(request, account, campaign, period, annex, view)

    async def answer(share: Share) -> Response:
        return await _drawn(share, wanted, NOTHING)

    return await admitted(request, (account.township, account.name), answer)


@router.post(_ADDRESS)
async def signed(
    request: Request, account: SeesAll, campaign: Name, period: Name, annex: Annex, typed: PostedForm
) -> Response:
    wanted = _Wanted(request, account, campaign, period, annex)

    async def answer(share: Share) -> Response:
        try:
            number = await _signed(share, wanted, typed)
        except ValidationError as error:
            found = tuple(Mistake(*one) for one in mistakes(error, typed))
            return await _drawn(share, wanted, Told(typed, found, 422))
        except Rejected as refused:
            told = Told(typed, (refusal(refused),), refused.status)
            return await _drawn(share, wanted, told)
        return RedirectResponse(sheet_page(campaign, number), 303)

    return await admitted(request, (account.township, account.name), answer)


async def _signed(share: Share, wanted: _Wanted, typed: Posted) -> str:
    request, account = wanted.request, wanted.account
    seen = {"positions": read_positions(typed.text("positions") or ""), "digest": typed.text("digest") or ""}
    asked = {"period": wanted.period, "annex": wanted.annex, "sheet": seen, "remark": typed.text("remark")}
    body = ConsolidateAsked.model_validate(asked)
    await refuse_unless_recent(request)
    desk: Desk = request.app.state.desk
    told = desk.asked(account, wanted.campaign, "consolidate", body, key_in(typed))
    event = await consolidate(request, share, told, body)
    return str(event.data["number"])


async def _drawn(share: Share, wanted: _Wanted, told: Told) -> Response:
    request, account, campaign = wanted.request, wanted.account, wanted.campaign
    frame = await frame_of(request, share, account, campaign, {})
    gathering = Gathering(request, share, account, frame, frame.due(wanted.period), wanted.annex)
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    table = await gathering.table(gathering.chosen(filing))
    here = preparing_sheet_page(campaign, wanted.period, wanted.annex)
    drawing: Drawing = request.app.state.drawing
    return drawing.page(
        request,
        "filing_prepare_sheet.html",
        here="filing",
        status=told.status,
        t=SheetTable.of(prepared_document(table, filing)),
        view=wanted.view.of(wanted.annex),
        told=told,
        key=new_key(),
        positions=written_positions(table.positions),
        recent=password_is_recent(request.state.session),
        address=here,
        again=password_again(here),
        period=period_page(campaign, wanted.period),
        submission_of=partial(submission_page, campaign),
        label_of=label_of,
    )
