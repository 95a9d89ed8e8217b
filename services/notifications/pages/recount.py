"""催办复核: whether nothing that was owed is missing; last night's, and now where somebody asks."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.reading import abouts_of
from services.notifications.pages.drawn import drawn, part
from services.notifications.pages.words import SEATS, title
from services.notifications.recount.api import Reader, recounted
from services.notifications.recount.nightly import last_kept
from services.notifications.reminders.in_words import STATES
from services.notifications.reminders.states import State
from shared.facts.account import Account
from shared.read_model.answering import only_whole

router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/recount")
async def recount_page(request: Request, account: Reader) -> Response:
    nightly = await last_kept(request.app.state.pool, account.township)
    return drawn(request, "recount.html", "recount", **await _shown(request, account, nightly))


@router.get("/reminders/recount/now")
async def recount_now(request: Request, account: Reader) -> Response:
    found = await recounted(request, account)
    return part(request, "recount_part.html", **await _shown(request, account, found["now"]))


async def _shown(request: Request, account: Account, found: Any) -> dict[str, Any]:
    """`found` None: nobody was reminded yet. Operators see subjects as they are written."""
    if found is None:
        return {"found": None}
    who = acting(request, account)
    lists = [*found["listed_missing"], *found["listed_surplus"]]
    abouts: Mapping[str, str] = {}
    if account.role != "operator":
        async with who.pool.acquire() as connection:
            abouts = await abouts_of(connection, who.township, (each["subject"] for each in lists))
    rules = who.equipment.rulebook.policy.rules
    titles = {name: title(name, rule.title) for name, rule in rules.items()}
    states = [(STATES[State(state)], many) for state, many in found["states"].items()]
    return {"found": found, "abouts": abouts, "titles": titles, "states": states, "seats": SEATS}
