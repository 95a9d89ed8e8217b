"""/issuer/people: the safety office and operators give out first passwords to who has forgotten theirs."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.issuer.equipment import Equipment, Equipped
from deploy.embedded.issuer.page import Pages, pages_for
from deploy.embedded.issuer.parameters import read_body, read_parameters
from deploy.embedded.issuer.people import Row, found, may_reset, row_of, sees, version_of
from deploy.embedded.issuer.resetting import reset_by, why_not_reason
from deploy.embedded.issuer.sign_in_page import Mistake
from shared.facts.account import Account, Role
from shared.facts.roles_in_words import only_for
from shared.http.parameters import Name, Number
from shared.identity.session import refuse_foreign
from shared.problems import Rejected

routes = APIRouter(prefix="/issuer/people")
ROLES: tuple[Role, ...] = ("safety_office", "operator")
PAGE = 50
_OWN = "自己的密码由别人重置 somebody else has to reset your own password"


async def office(request: Request, equipment: Equipped) -> Account:
    account = await equipment.who_asks.account(request)
    request.state.account = account
    if account.role not in ROLES:
        raise Rejected("not_allowed", detail=only_for(*ROLES))
    return account


Office = Annotated[Account, Depends(office)]


@routes.get("")
async def list_people(
    request: Request,
    equipment: Equipped,
    account: Office,
    q: Annotated[str, Query(max_length=100)] = "",
    after: Number = 0,
    ui_locales: Name = "",
) -> Response:
    pages = pages_for(request, ui_locales)
    accounts = (await asyncio.to_thread(read_accounts, equipment.folder)).accounts
    rows = found((_row(equipment, pages, account, each) for each in accounts if sees(account, each)), q)
    shown = rows[after : after + PAGE]
    return pages.page(
        "people.html",
        here="people",
        town=account.township if len(equipment.towns) > 1 else "",
        demo=equipment.demo,
        q=q,
        after=after,
        count=len(rows),
        rows=shown,
        next=after + PAGE if after + PAGE < len(rows) else None,
        language_address=pages.other_language({"q": q, "after": str(after)}),
    )


@routes.get("/reset")
async def ask_to_reset(
    request: Request, equipment: Equipped, account: Office, login: Name, ui_locales: Name = ""
) -> Response:
    pages = pages_for(request, ui_locales)
    return _asking(equipment, pages, account, await _other(equipment, account, login))


@routes.post("/reset")
async def reset(request: Request, equipment: Equipped, account: Office) -> Response:
    refuse_foreign(request.headers)
    said = read_parameters(await read_body(request))
    pages = pages_for(request, said.get("ui_locales", ""))
    other = await _other(equipment, account, said.get("login", ""))
    reason = " ".join(said.get("reason", "").split())
    if (why_not := why_not_reason(reason)) is not None:
        return _asking(equipment, pages, account, other, reason, [Mistake("reason", pages.said(*why_not))])
    made = await reset_by(equipment, account, other.login, said.get("seen", ""), reason)
    if made is None:
        zh = "这个账号的密码刚刚已被重置或设置过，请返回查看；需要时再重置一次。"
        en = "This password was just reset or chosen: go back and look, and reset it again if need be."
        title = pages.said("没有重置", "It was not reset")
        text = pages.said(zh, en)
        return pages.refused(409, title, text)
    return pages.page(
        "first_password.html",
        here="people",
        name=made.name,
        login=made.login,
        password=made.password,
        home=f"{equipment.public_url}/",
    )


async def _other(equipment: Equipment, account: Account, login: str) -> PersonalAccount:
    """Another town's is not found, like one that there is not."""
    other = (await asyncio.to_thread(read_accounts, equipment.folder)).of(login)
    if other is None or not sees(account, other):
        raise Rejected("not_found", what=login)
    if not may_reset(account, other):
        raise Rejected("not_allowed", detail=_OWN)
    return other


def _asking(
    equipment: Equipment,
    pages: Pages,
    account: Account,
    other: PersonalAccount,
    reason: str = "",
    mistakes: Sequence[Mistake] = (),
) -> HTMLResponse:
    return pages.page(
        "reset.html",
        422 if mistakes else 200,
        here="people",
        row=_row(equipment, pages, account, other),
        seen=version_of(other),
        reason=reason,
        mistakes=mistakes,
        language_address=pages.other_language({"login": other.login}),
    )


def _row(equipment: Equipment, pages: Pages, account: Account, other: PersonalAccount) -> Row:
    towns = (town for town in equipment.towns if town.township == account.township)
    filers = next((town.filers for town in towns), {})
    return row_of(account, other, filers, datetime.now(UTC), pages.language)
