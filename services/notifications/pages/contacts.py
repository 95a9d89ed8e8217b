"""通讯录: one's own or the town's contacts, corrected here; for offices also whom nothing would reach."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifications.contacts.api import contacts_of, every_contact
from services.notifications.contacts.contact import printed
from services.notifications.contacts.missing import missing_contacts
from services.notifications.contacts.part import Part
from services.notifications.contacts.places import Keeper, NamedPart
from services.notifications.outgoing.acting import Acting, acting
from services.notifications.pages.contact_entered import Wrong, contact_of
from services.notifications.pages.drawn import drawn, in_place, instead
from services.notifications.pages.entered import text
from services.notifications.pages.words import FIELDS, PARTS
from services.notifications.planning.reading import load_town
from services.notifications.rehearsing.summing import name_of
from services.notifications.reminders.in_words import Words
from services.notifications.rules.town import Town
from shared.facts.account import Account
from shared.pages.sent import Sent
from shared.read_model.answering import only_whole

_AT_ONCE = 60
_KEPT: Words = ("已保存", "Saved")
_ERASED: Words = ("已删除", "Erased")
_NOTHING: dict[str, Any] = {
    "name": None,
    "mobile": None,
    "landline": None,
    "email": None,
    "account": None,
    "wrong": {},
}
_PLACE = "/{kind}/{holder}/{part}"
router = APIRouter(prefix="/pages/reminders/contacts", include_in_schema=False)


@router.get("", dependencies=[Depends(only_whole)])
async def contacts_page(
    request: Request, account: Keeper, after: Annotated[str, Query(max_length=260)] = ""
) -> Response:
    who = acting(request, account)
    found = await every_contact(request, account, after, _AT_ONCE)
    office = account.role in ("safety_office", "operator")
    lacking = await missing_contacts(contacts_of(request, account)) if office and not after else None
    async with who.pool.acquire() as connection:
        town = await load_town(connection, who.township, who.equipment.rulebook.policy)
    return drawn(
        request, "contacts.html", "contacts", contacts=[_shown(each, town) for each in found["contacts"]],
        next=found.get("next"), lacking=lacking, own=_own(who, town), parts=PARTS, fields=FIELDS,
    )  # fmt: skip


@router.get(_PLACE)
async def one_contact(request: Request, account: Keeper, of: NamedPart) -> Response:
    """As a page, or in the place of a line of one."""
    shown = await form_of(request, account, of)
    if "hx-request" in request.headers:
        return instead(request, "contact_part.html", **shown)
    return drawn(request, "contact.html", "contacts", **shown)


@router.post(_PLACE)
async def keep_contact(request: Request, account: Keeper, of: NamedPart, form: Sent) -> Response:
    who = acting(request, account)
    try:
        contact = contact_of(form)
    except Wrong as wrong:
        shown = await _form(who, of, _as_entered(form), {}, wrong.found)
        return instead(request, "contact_part.html", **shown)
    kept = await contacts_of(request, account).put(of, contact)
    shown = await _form(who, of, _written(kept), kept["wrong"])
    return in_place(request, "contact_kept_part.html", _KEPT, **shown)


@router.post(f"{_PLACE}/erase")
async def erase_contact(request: Request, account: Keeper, of: NamedPart) -> Response:
    who = acting(request, account)
    await contacts_of(request, account).erase(of)
    return in_place(request, "contact_kept_part.html", _ERASED, **await _form(who, of, _NOTHING, {}))


async def form_of(request: Request, account: Account, of: Part) -> dict[str, Any]:
    """With what is entered; empty where nothing is."""
    kept = await contacts_of(request, account).one(of) or _NOTHING
    return await _form(acting(request, account), of, _written(kept), kept["wrong"])


async def _form(
    who: Acting, of: Part, entered: dict[str, Any], wrong: dict[str, Any], found: Any = ()
) -> dict[str, Any]:
    async with who.pool.acquire() as connection:
        town = await load_town(connection, who.township, who.equipment.rulebook.policy)
    return {
        "of": of, "whose": name_of(town, of.reference), "entered": entered, "found": found,
        "wrong": [(FIELDS[field], said) for field, said in wrong.items() if field in FIELDS],
    }  # fmt: skip


def _as_entered(form: Mapping[str, str]) -> dict[str, Any]:
    return {name: text(form, name) for name in ("name", "mobile", "landline", "email", "account")}


def _written(kept: dict[str, Any]) -> dict[str, Any]:
    """Numbers as people write them."""
    numbers = {name: kept[name] and printed(kept[name]) for name in ("mobile", "landline")}
    return {**kept, **numbers}


def _shown(kept: dict[str, Any], town: Town) -> dict[str, Any]:
    reference = f"{kept['kind']}/{kept['id']}/{kept['part']}"
    official = town.officials.get(kept["id"], {}) if kept["kind"] == "official" else {}
    name = kept["name"] or official.get("name")
    return {**_written(kept), "name": name, "reference": reference, "whose": name_of(town, reference)}


def _own(who: Acting, town: Town) -> list[tuple[str, str, str]]:
    """Of who keeps those of a filer: every part that there may be, entered or not."""
    if who.account.role not in ("reporter", "officer"):
        return []
    return [
        (f"filer/{filer}/{name}", town.name_of(filer), name)
        for filer in sorted(who.account.organisations)
        for name in ("reporter", "head", "stand_in")
    ]
