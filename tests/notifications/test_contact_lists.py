"""Contacts as lists: parts, who may keep which, what is wrong, what is missing."""

from typing import Any

import asyncpg
import pytest

from services.notifications.recipients.loading import flag_wrong
from shared.instant import parse_instant
from tests.notifications.chain import TOWN, Chain, day
from tests.notifications.running import Service

ELSEWHERE = "500112999"
MOBILE = {"mobile": "13800138000"}


async def asked(service: Service, method: str, path: str, headers: dict[str, str], **more: Any) -> Any:
    """The status, with the code of a refusal."""
    answer = await service.client.request(method, path, headers=headers, **more)
    code = answer.json()["code"] if answer.status_code >= 400 else None
    return answer.status_code, code


async def test_each_part_is_a_contact_of_its_own(service: Service) -> None:
    await service.put("filer/v-1/reporter", name="甲", **MOBILE)
    await service.put("filer/v-1/head", name="乙", landline="02367589240")
    await service.put("filer/v-1/stand_in", name="丙", email="a@b.cn", account="bing@v-1")
    await service.put("filer/v-1/head", ELSEWHERE, name="丁", **MOBILE)
    found = (await service.get("/contacts"))["contacts"]
    assert [(one["part"], one["name"], one["account"]) for one in found] == [
        ("head", "乙", None), ("reporter", "甲", None), ("stand_in", "丙", "bing@v-1"),
    ]  # fmt: skip
    head = "/contacts/filer/v-1/head"
    assert await asked(service, "DELETE", head, service.as_("safety_office")) == (204, None)
    assert await asked(service, "GET", head, service.as_("safety_office")) == (404, "not_found")
    elsewhere = await service.client.get(head, headers=service.as_("safety_office", township=ELSEWHERE))
    assert elsewhere.json()["name"] == "丁"


@pytest.mark.parametrize(
    ("holder", "part"),
    [("filer/v-1", "reporter"), ("official/o-1", "self"), ("unit/u-1", "self"), ("person/p-1", "self"),
     ("list/safety-office", "self")],
)  # fmt: skip
async def test_without_a_part_the_first_is_meant(service: Service, holder: str, part: str) -> None:
    kept = await service.put(holder, name="甲", **MOBILE)
    assert kept["part"] == part
    assert await service.get(f"/contacts/{holder}/{part}") == kept == await service.get(f"/contacts/{holder}")
    headers = service.as_("safety_office")
    assert await asked(service, "DELETE", f"/contacts/{holder}", headers) == (204, None)
    assert (await service.get("/contacts"))["contacts"] == []


async def test_parts_that_no_list_has(service: Service, subtests: pytest.Subtests) -> None:
    for place in [
        "filer/v-1/self",
        "filer/v-1/deputy",
        "official/o-1/reporter",
        "unit/u-1/head",
        "list/friends/li",
        "list/safety-office/LI",
        "list/safety-office/a_b",
        "list/operators/" + "x" * 41,
        "nobody/x/self",
    ]:
        with subtests.test(place=place):
            for method, more in (("GET", {}), ("PUT", {"json": MOBILE}), ("DELETE", {})):
                headers = service.as_("operator")
                assert await asked(service, method, f"/contacts/{place}", headers, **more) == (
                    422,
                    "invalid_request",
                )


@pytest.mark.parametrize(
    ("place", "may"),
    [
        ("filer/v-1/head", {"safety_office", "operator", "reporter", "officer"}),
        ("filer/v-2/head", {"safety_office", "operator"}),
        ("official/v-1/self", {"safety_office", "operator"}),
        ("person/v-1/self", {"safety_office", "operator"}),
        ("unit/v-1/self", {"safety_office", "operator"}),
        ("list/safety-office/li", {"safety_office", "operator"}),
        ("list/operators/li", {"operator"}),
    ],
)
async def test_who_keeps_which(service: Service, place: str, may: set[str]) -> None:
    for role in ("safety_office", "operator", "reporter", "officer", "leader", "auditor", "dashboard"):
        headers = service.as_(role, "v-1")
        expected = [(200, None), (200, None), (204, None)] if role in may else [(403, "not_allowed")] * 3
        assert [
            await asked(service, "PUT", f"/contacts/{place}", headers, json=MOBILE),
            await asked(service, "GET", f"/contacts/{place}", headers),
            await asked(service, "DELETE", f"/contacts/{place}", headers),
        ] == expected, role


async def test_the_pages_hold_what_one_may_keep(service: Service) -> None:
    for place in ("filer/v-1/head", "filer/v-2/head", "list/safety-office/li"):
        await service.put(place, **MOBILE)
    operators = "/contacts/list/operators/chen"
    assert await asked(service, "PUT", operators, service.as_("operator"), json=MOBILE) == (200, None)
    seen = {
        role: [one["id"] for one in (await service.get("/contacts", role, "v-1"))["contacts"]]
        for role in ("operator", "safety_office", "reporter", "officer")
    }
    assert seen == {
        "operator": ["v-1", "v-2", "operators", "safety-office"],
        "safety_office": ["v-1", "v-2", "safety-office"],
        "reporter": ["v-1"],
        "officer": ["v-1"],
    }
    first = await service.get("/contacts?limit=1")
    assert first["next"] == "filer/v-1/head"


async def test_who_touched_which_part_is_on_record(service: Service) -> None:
    await service.put("filer/v-1/head", **MOBILE)
    await service.get("/contacts/filer/v-1/head", "reporter", "v-1")
    record = (await service.get("/contacts/access", "auditor"))["access"]
    assert [(one["action"], one["id"], one["part"], one["role"]) for one in record] == [
        ("read", "v-1", "head", "reporter"),
        ("put", "v-1", "head", "safety_office"),
    ]


async def test_a_wrong_number_is_wrong_until_it_is_another(service: Service) -> None:
    await service.put("filer/v-1", mobile="13800138000", email="a@b.cn")
    connection = await asyncpg.connect(service.database.dsn)
    now = parse_instant("2026-12-01T00:00:00Z")
    for channel in ("sms", "email"):
        assert await flag_wrong(connection, TOWN, "filer/v-1/reporter", channel, "停机", now)
    await connection.close()
    said = {"since": "2026-12-01T00:00:00.000000Z", "why": "停机"}
    assert (await service.get("/contacts/filer/v-1"))["wrong"] == {"mobile": said, "email": said}
    again = await service.put("filer/v-1", mobile="13800138000", email="c@d.cn", name="甲")
    assert again["wrong"] == {"mobile": said}
    assert (await service.put("filer/v-1", mobile="13900139000"))["wrong"] == {}


async def test_whatever_changes_a_contact_has_reminders_planned_anew(service: Service) -> None:
    connection = await asyncpg.connect(service.database.owner_dsn)
    headers = service.as_("safety_office")
    for method, more in (("PUT", {"json": MOBILE}), ("DELETE", {})):
        await connection.execute("delete from to_plan")
        await asked(service, method, "/contacts/filer/v-1/head", headers, **more)
        assert [tuple(row)[:2] for row in await connection.fetch("select * from to_plan")] == [(TOWN, "")]
    await connection.close()


async def test_a_list_has_its_bounds(service: Service) -> None:
    connection = await asyncpg.connect(service.database.dsn)
    await connection.execute(
        "insert into contacts (township, kind, id, part, changed, changed_by) "
        "select $1, 'list', 'safety-office', 's-' || n, now(), 'x' from generate_series(1, 100) n", TOWN,
    )  # fmt: skip
    await connection.close()
    headers, place = service.as_("operator"), "/contacts/list/safety-office/"
    assert await asked(service, "PUT", place + "more", headers, json=MOBILE) == (409, "too_many_contacts")
    assert await asked(service, "PUT", place + "s-1", headers, json=MOBILE) == (200, None)


def campaign() -> Chain:
    chain = Chain("registry")
    chain.say(
        "campaign.opened", "campaign/c-1", day(1), campaign_id="c-1", title="行动", policy="1",
        starts="2024-11-14T16:00:00.000000Z", ends="2999-02-28T16:00:00.000000Z",
        deadlines=["2024-11-30T10:00:00.000000Z"], departments=["d-1"], villages=["v-1"],
        phases=[], checklists=[], supervision_levels=[], form_titles={}, foot_notes={},
    )  # fmt: skip
    chain.say(
        "campaign.opened", "campaign/c-0", day(1), campaign_id="c-0", title="旧行动", policy="1",
        starts="2023-11-14T16:00:00.000000Z", ends="2024-02-28T16:00:00.000000Z",
        deadlines=["2023-11-30T10:00:00.000000Z"], departments=[], villages=["v-old"],
        phases=[], checklists=[], supervision_levels=[], form_titles={}, foot_notes={},
    )  # fmt: skip
    chain.say(
        "organisation.registered", "organisation/v-1", day(1), organisation_id="v-1", name="明月村",
        kind="village",
    )  # fmt: skip
    chain.say(
        "working_group.formed", "working_group/g-1", day(1), group_id="g-1", heads=["o-gone"],
        members=["o-1"], departments=["d-1"], villages=["v-1"],
    )  # fmt: skip
    for official in ("o-1", "o-gone"):
        chain.say(
            "official.registered", f"official/{official}", day(1), official_id=official, name="刘波",
            title="副镇长",
        )  # fmt: skip
    chain.say(
        "official.term_started", "official/o-1", day(1), official_id="o-1", office="副镇长", leader=True
    )
    return chain


async def test_what_is_missing_is_shown_to_the_safety_office(service: Service) -> None:
    chain = campaign()
    await service.publish(chain)
    await service.holds(registry=len(chain.events))
    await service.put("filer/v-1/reporter", landline="02367589240")
    await service.put("filer/v-1/head", **MOBILE)
    for part in ("reporter", "head", "stand_in"):
        await service.put(f"filer/d-1/{part}", **MOBILE)
    await service.put("list/safety-office/li", **MOBILE)
    connection = await asyncpg.connect(service.database.dsn)
    await flag_wrong(connection, TOWN, "filer/v-1/head", "sms", "停机", parse_instant("2026-12-01T00:00:00Z"))
    await connection.close()
    wrong = {"mobile": {"since": "2026-12-01T00:00:00.000000Z", "why": "停机"}}
    assert await service.get("/contacts/missing") == {
        "filers": [
            {"id": "v-1", "name": "明月村", "empty": ["stand_in"], "wrong": {"head": wrong},
             "landline_only": ["reporter"]}
        ],
        "officials": [{"id": "o-1", "name": "刘波", "empty": ["self"], "wrong": {}, "landline_only": []}],
        "lists": ["operators"],
    }  # fmt: skip
    refused = await asked(service, "GET", "/contacts/missing", service.as_("reporter", "v-1"))
    assert refused == (403, "not_allowed")
