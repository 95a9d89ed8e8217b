"""重放: a form at a point of its past, the events before and after, and what each of them moves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.forms.documents.wording import title
from services.reporting.pages.campaigns import campaigns_of, current_campaign
from services.reporting.pages.form_header import header_of, names_in
from services.reporting.pages.step_words import STEP_WORDS, moved_in
from services.reporting.reading.question import Question, question
from services.reporting.stepping.asking import Replayed, event_named, replayed
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Overseer, console_page
from shared.operations.reasons import LOOKED_AT_FIGURES, may_see_figures, read_reason
from shared.pages.sent import Sent
from shared.pages.way_back import within

router = APIRouter(prefix=PREFIX, include_in_schema=False)

Asked = Annotated[Name, Query()]


@router.get("/replay")
async def replay(
    request: Request,
    account: Overseer,
    campaign: Asked = "",
    annex: Asked = "annex-3",
    at: Asked = "",
    event: Asked = "",
    occurred_until: Asked = "",
) -> Response:
    """At the positions `at`, or right after an `event`; without either, as of now."""
    if not await may_see_figures(acts_of(request), account):
        to = f"{request.url.path}?{request.url.query}"
        return console_page(request, account, "replay", "replay_reason.html", to=to)
    named = campaign or await current_campaign(request, account)
    given = {"positions": at or None, "occurred_until": occurred_until or None}
    asked = question(_viewer(account), named, annex, given)
    campaigns = list(await campaigns_of(request, account))

    async def drawn(found: Replayed) -> Response:
        return _page(request, account, asked, found, campaigns)

    return await replayed(request, asked, event_named(event), drawn)


@router.post("/replay/reason")
async def give_reason(request: Request, account: Overseer, sent: Sent) -> Response:
    """It holds for an hour."""
    reason = read_reason(sent.get("reason", ""))
    async with acts_of(request).on_record(account, LOOKED_AT_FIGURES, "replay", reason):
        pass
    return RedirectResponse(within(sent.get("to", "")), 303)


def _viewer(account: Account) -> Account:
    """Who may look at figures here looks at those of all filers, as auditors do."""
    return replace(account, role="auditor")


def _page(
    request: Request, account: Account, asked: Question, found: Replayed, campaigns: list[str]
) -> Response:
    stretch = found.stretch
    current = stretch.before[-1] if stretch.before else None
    shown: Mapping[str, Any] = {
        "form": found.document,
        "header": header_of(found.document),
        "names": names_in(found.document),
        "title": title(found.document),
        "moved": {} if current is None else moved_in(current, asked.annex),
        "stretch": stretch,
        "current": current,
        "campaigns": campaigns,
        "annexes": tuple(FILER_KINDS),
        "asked": asked,
        "applied": found.applied,
    }
    return console_page(request, account, "replay", "replay.html", **shown, **STEP_WORDS)
