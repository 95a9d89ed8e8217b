"""操作记录: what was done, by whom, why, and what came of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from shared.events.text import LARGEST_INTEGER
from shared.http.parameters import Number
from shared.operations.act_words import act_in_words, outcome_in_words
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Overseer, console_page, part, service_of

router = APIRouter(prefix=PREFIX, include_in_schema=False)
PAGE, LATEST = 50, 5


@router.get("/acts")
async def acts(
    request: Request, account: Overseer, before: Annotated[Number, Query()] = LARGEST_INTEGER
) -> Response:
    found = await acts_of(request).listed(account.township, before, PAGE + 1)
    shown, more = found[:PAGE], len(found) > PAGE
    return console_page(request, account, "acts", "acts.html", acts=shown, more=more, **_words())


@router.get("/acts/latest")
async def latest(request: Request, account: Overseer) -> Response:
    """For the overview."""
    found = await acts_of(request).listed(account.township, LARGEST_INTEGER, LATEST)
    return part(request, "latest_acts.html", service=service_of(request), acts=found, **_words())


@router.get("/acts/{number}")
async def act(request: Request, account: Overseer, number: Number) -> Response:
    """What somebody is led to who has just done it."""
    found = await acts_of(request).read(account.township, number)
    return console_page(request, account, "acts", "act.html", act=found, **_words())


def _words() -> dict[str, object]:
    return {"act_in_words": act_in_words, "outcome_in_words": outcome_in_words}
