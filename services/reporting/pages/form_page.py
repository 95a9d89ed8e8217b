"""汇总表: the form of the notice, live, as large a part of it as the account may see."""

from dataclasses import fields
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.forms.asked_beside import beside
from services.reporting.pages.annexes import own_annex
from services.reporting.pages.answered_page import answered_page
from services.reporting.pages.campaigns import current_campaign
from services.reporting.pages.form_drawn import BesideForm, form_drawn, load_beside
from services.reporting.pages.form_view import AskedView, FormView
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import Found
from shared.event_log.connection import Connection
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import CurrentAccount
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)


@router.get("/pages/forms")
async def forms(
    request: Request, account: CurrentAccount, campaign: Annotated[Name | None, Query()] = None
) -> Response:
    """The current campaign's form: the account's own, or 附件3 for who sees all."""
    chosen = await current_campaign(request, account) if campaign is None else campaign
    address = f"/reporting/pages/campaigns/{quote(chosen, safe='')}/{own_annex(account)}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@router.get("/pages/campaigns/{campaign}/{annex}")
async def form_page(
    request: Request, account: CurrentAccount, asked: AskedQuestion, view: AskedView
) -> Response:
    return await _drawn(request, account, asked, view, "form.html")


@router.get("/pages/campaigns/{campaign}/{annex}/remarks")
async def remarks(
    request: Request, account: CurrentAccount, asked: AskedQuestion, view: AskedView
) -> Response:
    """What stands beneath the form, once cells have changed."""
    return await _drawn(request, account, asked, view, "form_beneath.html")


async def _drawn(
    request: Request, account: Account, asked: Question, view: FormView, template: str
) -> Response:
    drawing: Drawing = request.app.state.drawing
    said = await beside(request, account, asked, changes=view.changes, on_paper=False)

    async def load(connection: Connection, _: Found) -> BesideForm:
        return await load_beside(connection, asked)

    async def render(found: Found, loaded: BesideForm, _: str) -> Response:
        drawn = await form_drawn(request, asked, found, loaded, said, view)
        shown = {field.name: getattr(drawn, field.name) for field in fields(drawn)}
        return drawing.page(request, template, here="forms", **shown)

    return await answered_page(request, asked, f"{template}{said.shape} {view}", load, render)
