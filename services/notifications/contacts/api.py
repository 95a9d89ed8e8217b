"""Contacts over HTTP: for the safety office and operators; who touched them, for auditors too."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from services.notifications.contacts.contact import Contact, HolderKind
from services.notifications.contacts.contacts import Contacts
from shared.clock import Clock
from shared.events.text import LARGEST_INTEGER
from shared.facts.account import Account
from shared.http.parameters import Number
from shared.identity.dependencies import require_role
from shared.problems import Rejected

Keeper = Annotated[Account, Depends(require_role("safety_office", "operator"))]
Inspector = Annotated[Account, Depends(require_role("safety_office", "operator", "auditor"))]
Holder = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^\S+$")]

contacts_api = APIRouter(prefix="/contacts", tags=["contacts"])


def _contacts(request: Request, account: Account) -> Contacts:
    clock: Clock = request.app.state.clock
    return Contacts(request.app.state.pool, account, clock.now())


@contacts_api.get("", summary="Every contact, page by page; 通讯录")
async def every_contact(
    request: Request,
    account: Keeper,
    after: Annotated[str, Query(max_length=220, description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> dict[str, Any]:
    """Of the own town, by kind and id; `next` is absent on the last page."""
    kind, _, holder = after.partition("/")
    found = await _contacts(request, account).page((kind, holder), limit)
    if len(found) < limit:
        return {"contacts": found}
    return {"contacts": found, "next": f"{found[-1]['kind']}/{found[-1]['id']}"}


@contacts_api.get("/access", summary="Who touched which contact; 查阅记录")
async def accesses(
    request: Request,
    account: Inspector,
    before: Annotated[Number, Query(description="Only records with a lower number.")] = LARGEST_INTEGER,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Who read, changed or erased which contact, newest first; without the contacts themselves."""
    return {"access": await _contacts(request, account).accesses(before, limit)}


@contacts_api.get("/{kind}/{holder}", summary="One contact; 查看联系方式")
async def one_contact(request: Request, account: Keeper, kind: HolderKind, holder: Holder) -> dict[str, Any]:
    found = await _contacts(request, account).one(kind, holder)
    if found is None:
        raise Rejected("not_found", what=f"{kind}/{holder}")
    return found


@contacts_api.put("/{kind}/{holder}", summary="Enter or replace a contact; 登记联系方式")
async def put_contact(
    request: Request, account: Keeper, kind: HolderKind, holder: Holder, contact: Contact
) -> dict[str, Any]:
    """Enter it, or replace it as a whole."""
    return await _contacts(request, account).put(kind, holder, contact)


@contacts_api.delete("/{kind}/{holder}", status_code=204, summary="Erase a contact; 删除联系方式")
async def erase_contact(request: Request, account: Keeper, kind: HolderKind, holder: Holder) -> None:
    """Erase it for good."""
    if not await _contacts(request, account).erase(kind, holder):
        raise Rejected("not_found", what=f"{kind}/{holder}")
