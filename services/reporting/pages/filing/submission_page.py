"""报送件: a report that was signed, what became of it, and what may be done with it."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from services.reporting.filing.state import Filing, Submission
from services.reporting.pages.filing.addresses import (
    api,
    cells_page,
    period_page,
    sheet_page,
    signing_page,
    submission_page,
    verification_page,
    why_page,
)
from services.reporting.pages.filing.done import Deed, JustDone, said_of
from services.reporting.pages.filing.figures import label_of
from services.reporting.pages.filing.form_keys import new_key
from services.reporting.pages.filing.refused_at import Mistake
from services.reporting.pages.filing.submission_shown import submission_shown
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import frame_of
from services.reporting.submissions.scope import seen_submission
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing
from shared.pages.posted import Posted

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an act that was refused."""

    typed: Posted
    mistakes: tuple[Mistake, ...] = ()
    status: int = HTTPStatus.OK


NOTHING = Told(Posted())


@router.get("/pages/campaigns/{campaign}/submissions/{number}")
async def submission(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    number: Name,
    signed: bool = False,
    done: JustDone = None,
) -> Response:
    """`signed`, `done`: just now."""
    return await submission_drawn(request, account, campaign, number, just_signed=signed, done=done)


async def submission_drawn(
    request: Request,
    account: Account,
    campaign: str,
    number: str,
    told: Told = NOTHING,
    *,
    just_signed: bool = False,
    done: Deed | None = None,
) -> Response:
    async def answer(share: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        found = seen_submission(account, filing.submissions.get(number))
        frame = await frame_of(request, share, account, campaign, {})
        drawing: Drawing = request.app.state.drawing
        return drawing.page(
            request, "filing_submission.html", here="filing", status=told.status,
            s=submission_shown(account, frame.campaign, filing, found),
            told=told,
            just_signed=just_signed,
            done=said_of(found, done),
            key=new_key(),
            **kept_with(filing, number),
            **_links(campaign, found),
        )  # fmt: skip

    return await admitted(request, (account.township, account.name), answer)


def kept_with(filing: Filing, number: str) -> dict[str, Any]:
    """Files beside what was signed."""
    return {"scans": filing.scans.get(number, ()), "files": filing.files.get(number, ())}


def _links(campaign: str, found: Submission) -> dict[str, Any]:
    signed = found.signed
    here, of_api = submission_page(campaign, found.number), api(campaign)
    return {
        "address": here,
        "period": period_page(campaign, signed.period),
        "sign_again": signing_page(campaign, signed.period, signed.filer),
        "correct": signing_page(campaign, signed.period, signed.filer, found.number),
        "paper": f"{of_api}/submissions/{quote(found.number, safe='')}",
        "kept": f"{of_api}/documents/{quote(found.number, safe='')}",
        "attach": f"{of_api}/scans",
        "cells": cells_page(campaign, signed.annex, signed.filer),
        "named": urlencode({"submission": found.number}),
        "verification": verification_page(campaign, found.number),
        "submission_of": partial(submission_page, campaign),
        "sheet_of": partial(sheet_page, campaign),
        "label_of": label_of,
        "why_since": partial(why_page, campaign, signed),
    }
