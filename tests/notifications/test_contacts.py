"""Contacts: kept by the safety office and operators, checked, erased for good; every touch on record."""

import asyncpg
import pytest
from pydantic import ValidationError

from services.notifications.contacts.contact import Contact
from tests.notifications.running import Service

OFFICIAL = "/contacts/official/o-1"


async def test_entered_corrected_erased(service: Service) -> None:
    kept = await service.put("official/o-1", name="甲", mobile="138 0013 8000", email="a@b.cn")
    assert (kept["mobile"], kept["changed_by"]) == ("+8613800138000", "safety_office-1")
    assert await service.get(OFFICIAL, "operator") == kept
    await service.put("official/o-1", landline="023-67589240")
    corrected = await service.get(OFFICIAL)
    assert (corrected["mobile"], corrected["landline"]) == (None, "+862367589240")
    answer = await service.client.delete(OFFICIAL, headers=service.as_("operator"))
    assert answer.status_code == 204
    assert (await service.get("/contacts"))["contacts"] == []
    again = await service.client.delete(OFFICIAL, headers=service.as_("operator"))
    assert again.json()["code"] == "not_found"


async def test_the_list_comes_page_by_page(service: Service) -> None:
    for holder in ("unit/u-1", "official/o-2", "official/o-1"):
        await service.put(holder, mobile="13800138000")
    first = await service.get("/contacts?limit=2")
    assert [one["id"] for one in first["contacts"]] == ["o-1", "o-2"]
    last = await service.get(f"/contacts?limit=2&after={first['next']}")
    assert [one["id"] for one in last["contacts"]] == ["u-1"]
    assert "next" not in last


async def test_every_touch_is_on_record_without_the_contact(service: Service) -> None:
    await service.put("official/o-1", mobile="13800138000")
    await service.get(OFFICIAL, "operator")
    await service.get("/contacts")
    await service.client.delete(OFFICIAL, headers=service.as_("safety_office"))
    record = (await service.get("/contacts/access", "auditor"))["access"]
    assert [(one["action"], one["id"], one["role"]) for one in record] == [
        ("erase", "o-1", "safety_office"),
        ("read", None, "safety_office"),
        ("read", "o-1", "operator"),
        ("put", "o-1", "safety_office"),
    ]
    assert "13800138000" not in str(record)
    older = await service.get(f"/contacts/access?limit=1&before={record[1]['number']}", "auditor")
    assert older["access"] == [record[2]]


async def test_the_record_can_not_be_changed(service: Service) -> None:
    await service.put("official/o-1", mobile="13800138000")
    connection = await asyncpg.connect(service.database.dsn)
    for change in ("delete from contact_access", "update contact_access set account = 'x'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change)
    await connection.close()


async def test_not_for_everyone(service: Service) -> None:
    for role in ("leader", "auditor", "dashboard"):
        await refused_to(service, service.as_(role, "v-1"))


async def refused_to(service: Service, headers: dict[str, str]) -> None:
    for answer in (
        await service.client.get("/contacts", headers=headers),
        await service.client.get(OFFICIAL, headers=headers),
        await service.client.put(OFFICIAL, json={"mobile": "13800138000"}, headers=headers),
        await service.client.delete(OFFICIAL, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    "contact",
    [
        {},
        {"name": "甲"},
        {"mobile": "023-67589240"},
        {"landline": "13800138000"},
        {"mobile": "110"},
        {"mobile": "not a number"},
        {"email": "nobody"},
        {"email": "a\x00@b.cn"},
        {"name": "甲\x00", "mobile": "13800138000"},
        {"mobile": "13800138000", "fax": "1"},
        {"mobile": "13800138000", "account": "王芳"},
    ],
)
def test_what_is_no_contact(contact: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Contact.model_validate(contact)


async def test_no_contact_is_a_problem(service: Service) -> None:
    answer = await service.client.put(OFFICIAL, json={"name": "甲"}, headers=service.as_("safety_office"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await service.get("/contacts"))["contacts"] == []


async def test_a_town_sees_only_its_own(service: Service) -> None:
    await service.put("official/o-1", mobile="13800138000")
    elsewhere = service.as_("safety_office", township="another")
    assert (await service.client.get("/contacts", headers=elsewhere)).json() == {"contacts": []}
    assert (await service.client.get(OFFICIAL, headers=elsewhere)).status_code == 404
    assert (await service.client.delete(OFFICIAL, headers=elsewhere)).status_code == 404
    assert (await service.get(OFFICIAL))["id"] == "o-1"
