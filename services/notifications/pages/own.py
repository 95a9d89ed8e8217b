"""我的提醒: what I get next and why, what I got lately, and a number of mine that does not work."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.contacts.flagged import wrong_of
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.around_now import coming, lately
from services.notifications.outgoing.scope import own_scope
from services.notifications.pages.drawn import drawn, part
from services.notifications.pages.listing import lines_of
from services.notifications.pages.words import FIELDS, PARTS
from shared.facts.account import Account
from shared.identity.dependencies import BeyondFigures
from shared.read_model.answering import only_whole

SOON, NEXT, NEXT_AT_HOME = 4, 20, 3
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/own")
async def own_page(request: Request, account: BeyondFigures) -> Response:
    who = acting(request, account)
    async with who.pool.acquire() as connection:
        scope = await own_scope(connection, account)
        next_ = await lines_of(who, connection, await coming(connection, who.township, scope, NEXT))
        got = await lines_of(who, connection, await lately(connection, who.township, scope, who.now))
        contacts = await wrong_of(connection, who.township, scope.recipients or ())
    return drawn(
        request, "own.html", "own", next=next_, soon=SOON, got=got, has_contact=bool(contacts),
        wrong=[_wrong(part_, wrong, account) for part_, wrong in contacts.items() if wrong],
        etiquette=who.equipment.rulebook.policy.etiquette,
    )  # fmt: skip


@router.get("/parts/next")
async def next_part(request: Request, account: BeyondFigures) -> Response:
    """For the home page."""
    who = acting(request, account)
    async with who.pool.acquire() as connection:
        scope = await own_scope(connection, account)
        rows = await coming(connection, who.township, scope, NEXT_AT_HOME)
        return part(request, "next_part.html", next=await lines_of(who, connection, rows))


def _wrong(part_: Any, wrong: dict[str, Any], account: Account) -> dict[str, Any]:
    """`may_correct`: here; others ask the safety office."""
    return {
        "reference": part_.reference,
        "part": PARTS.get(part_.name, (part_.name, part_.name)),
        "fields": [(FIELDS[field], said) for field, said in wrong.items() if field in FIELDS],
        "may_correct": part_.may_be_kept_by(account),
    }
