"""Contacts over HTTP: for safety office and operators all, for a filer's people its own; who touched them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from services.notifications.contacts.contact import Contact
from services.notifications.contacts.contacts import Contacts
from services.notifications.contacts.missing import missing_contacts
from services.notifications.contacts.part import Part
from services.notifications.contacts.places import DefaultPart, Keeper, NamedPart
from shared.clock import Clock
from shared.events.text import LARGEST_INTEGER
from shared.facts.account import Account
from shared.http.parameters import Number
from shared.identity.dependencies import require_role
from shared.problems import Rejected
from shared.read_model.answering import only_whole

Overseer = Annotated[Account, Depends(require_role("safety_office", "operator"))]
Inspector = Annotated[Account, Depends(require_role("safety_office", "operator", "auditor"))]

contacts_api = APIRouter(prefix="/contacts", tags=["contacts"])


def contacts_of(request: Request, account: Account) -> Contacts:
    clock: Clock = request.app.state.clock
    return Contacts(request.app.state.pool, account, clock.now())


@contacts_api.get("", summary="Every contact, page by page; 通讯录")
async def every_contact(
    request: Request,
    account: Keeper,
    after: Annotated[str, Query(max_length=260, description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> dict[str, Any]:
    """Of the own town or filer, by kind, id and part; `next` is absent on the last page."""
    kind, _, rest = after.partition("/")
    holder, _, part = rest.partition("/")
    found = await contacts_of(request, account).page((kind, holder, part), limit)
    if len(found) < limit:
        return {"contacts": found}
    return {"contacts": found, "next": "{kind}/{id}/{part}".format_map(found[-1])}


@contacts_api.get("/access", summary="Who touched which contact; 查阅记录")
async def accesses(
    request: Request,
    account: Inspector,
    before: Annotated[Number, Query(description="Only records with a lower number.")] = LARGEST_INTEGER,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Who read, changed or erased which contact, newest first; without the contacts themselves.

    What reminders use a contact for is not repeated here: it stands at the reminders.
    """
    return {"access": await contacts_of(request, account).accesses(before, limit)}


@contacts_api.get(
    "/missing", summary="Whom no reminder reaches; 联系方式缺漏", dependencies=[Depends(only_whole)]
)
async def missing(request: Request, account: Overseer) -> dict[str, Any]:
    """Filers of running campaigns, group members and lists: what is empty, wrong, or a landline alone."""
    return await missing_contacts(contacts_of(request, account))


@contacts_api.get("/{kind}/{holder}", summary="A holder's first contact; 查看联系方式")
async def one_contact(request: Request, account: Keeper, part: DefaultPart) -> dict[str, Any]:
    """Of a filer its reporter's, of anybody else the own one."""
    return await _one(contacts_of(request, account), part)


@contacts_api.get("/{kind}/{holder}/{part}", summary="One contact of a list; 查看名单中的联系方式")
async def one_part(request: Request, account: Keeper, part: NamedPart) -> dict[str, Any]:
    """Of a filer `reporter`, `head` or `stand_in`, of a list any slot, else `self`."""
    return await _one(contacts_of(request, account), part)


@contacts_api.put("/{kind}/{holder}", summary="Enter or replace a holder's first contact; 登记联系方式")
async def put_contact(
    request: Request, account: Keeper, part: DefaultPart, contact: Contact
) -> dict[str, Any]:
    """Enter it, or replace it as a whole."""
    return await contacts_of(request, account).put(part, contact)


@contacts_api.put("/{kind}/{holder}/{part}", summary="Enter or replace one of a list; 登记名单中的联系方式")
async def put_part(request: Request, account: Keeper, part: NamedPart, contact: Contact) -> dict[str, Any]:
    """Enter it, or replace it as a whole. An address that is another one is not wrong any more."""
    return await contacts_of(request, account).put(part, contact)


@contacts_api.delete("/{kind}/{holder}", status_code=204, summary="Erase a holder's first; 删除联系方式")
async def erase_contact(request: Request, account: Keeper, part: DefaultPart) -> None:
    """Erase it for good."""
    await _erase(contacts_of(request, account), part)


@contacts_api.delete(
    "/{kind}/{holder}/{part}", status_code=204, summary="Erase one of a list; 删除名单中的联系方式"
)
async def erase_part(request: Request, account: Keeper, part: NamedPart) -> None:
    """Erase it for good."""
    await _erase(contacts_of(request, account), part)


async def _one(contacts: Contacts, part: Part) -> dict[str, Any]:
    found = await contacts.one(part)
    if found is None:
        raise Rejected("not_found", what=part.reference)
    return found


async def _erase(contacts: Contacts, part: Part) -> None:
    if not await contacts.erase(part):
        raise Rejected("not_found", what=part.reference)
