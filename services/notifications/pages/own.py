"""我的提醒: what I get next and why, what I got lately, and a number of mine that does not work."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.contacts.flagged import wrong_of
from services.notifications.contacts.part import Part
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.around_now import coming, lately
from services.notifications.outgoing.scope import own_scope
from services.notifications.pages.contacts import form_of
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
        wrong=[await _wrong(request, account, *each) for each in contacts.items() if each[1]],
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


async def _wrong(request: Request, account: Account, of: Part, wrong: dict[str, Any]) -> dict[str, Any]:
    """With the form, for who may correct it himself; others ask the safety office."""
    return {
        "part": PARTS.get(of.name, (of.name, of.name)),
        "fields": [(FIELDS[field], said) for field, said in wrong.items() if field in FIELDS],
        "form": await form_of(request, account, of) if of.may_be_kept_by(account) else None,
    }
