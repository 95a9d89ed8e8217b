"""Which telephone number reporting is told for print: of the right town, filer and person; on record."""

import json
from typing import Any

import asyncpg
import pytest

from services.notifications.contacts.contact import printed
from services.notifications.recipients.loading import flag_wrong
from shared.bus.questions import asked_within
from tests.notifications.chain import Chain, day
from tests.notifications.running import PATIENCE_SECONDS, Service

TOWN, ELSEWHERE = "500112143", "500112999"


async def told(service: Service, signer: str | None = "王芳", township: str = TOWN, **more: Any) -> Any:
    """As reporting asks."""
    question = {
        "township": township, "filer": "v-1", "signer": signer, "account": "wang@v-1", "role": "reporter",
    } | more  # fmt: skip
    reporting = await service.bus.connect("reporting")
    answer = await reporting.request(
        asked_within("notifications", "telephone"), json.dumps(question).encode(), timeout=PATIENCE_SECONDS
    )
    document = json.loads(answer.data)
    return document.get("telephone", document.get("code"))


def people() -> Chain:
    """王芳 is an official of v-1 and, by the same name, another one of v-2."""
    chain = Chain("registry")
    for id_, organisation in (("o-1", "v-1"), ("o-2", "v-2"), ("o-3", "v-1")):
        name = "李雷" if id_ == "o-3" else "王芳"
        chain.say(
            "official.registered", f"official/{id_}", day(1), official_id=id_, name=name, title="主任",
            organisation=organisation,
        )  # fmt: skip
    return chain


async def test_the_filers_own_contact_of_its_own_town(service: Service) -> None:
    await service.put("filer/v-1", name="赵敏", mobile="13800138000")
    await service.put("filer/v-1", ELSEWHERE, mobile="13900139000")
    await service.put("filer/v-2", mobile="13700137000")
    await service.put("unit/v-1", mobile="13600136000")
    assert [await told(service), await told(service, None)] == ["13800138000"] * 2
    assert await told(service, township=ELSEWHERE) == "13900139000"
    assert [await told(service, township="another"), await told(service, filer="v-9")] == [None, None]


async def test_the_signers_own_where_it_is_known(service: Service) -> None:
    await service.publish(people())
    await service.holds(registry=3)
    await service.put("filer/v-1", name="赵敏", mobile="13800138000")
    await service.put("official/o-2", mobile="13700137000")
    await service.put("official/o-3", mobile="13500135000")
    assert await told(service) == "13800138000", "nobody else's, though the other one has the same name"
    await service.put("official/o-1", mobile="13600136000")
    assert await told(service) == "13600136000"
    assert await told(service, "赵敏") == "13800138000"
    assert await told(service, "李雷") == "13500135000"
    assert await told(service, None) == "13800138000"
    assert await told(service, township=ELSEWHERE) is None


async def test_a_landline_before_a_mobile_and_nothing_where_there_is_none(service: Service) -> None:
    await service.put("filer/v-1", email="a@b.cn")
    assert await told(service) is None
    await service.put("filer/v-1", mobile="13800138000", landline="02367589240")
    assert await told(service) == "023-67589240"
    await service.client.delete("/contacts/filer/v-1", headers=service.as_("safety_office"))
    assert await told(service) is None


async def test_of_a_filers_list_the_signers_then_the_first_that_is_right(service: Service) -> None:
    await service.put("filer/v-1/head", name="李雷", mobile="13600136000")
    await service.put("filer/v-1/stand_in", name="赵敏", mobile="13700137000")
    assert [await told(service), await told(service, "李雷")] == ["13700137000", "13600136000"]
    await service.put("filer/v-1/reporter", name="王芳", mobile="13800138000")
    assert await told(service, None) == "13800138000"
    connection = await asyncpg.connect(service.database.dsn)
    await flag_wrong(connection, TOWN, "filer/v-1/reporter", "sms", "停机", day(1))
    await connection.close()
    assert await told(service, None) == "13700137000"


async def test_who_asked_is_on_record_without_the_number(service: Service) -> None:
    await service.put("filer/v-1", mobile="13800138000")
    await told(service)
    await told(service, filer="v-9", role="safety_office", account="li@office")
    record = (await service.get("/contacts/access", "auditor"))["access"]
    assert [(each["action"], each["kind"], each["id"], each["account"], each["role"]) for each in record] == [
        ("read", "filer", "v-9", "li@office", "safety_office"),
        ("read", "filer", "v-1", "wang@v-1", "reporter"),
        ("put", "filer", "v-1", "safety_office-1", "safety_office"),
    ]
    assert "13800138000" not in str(record)


async def test_a_question_that_makes_no_sense(service: Service, subtests: pytest.Subtests) -> None:
    for wrong in [{"filer": ""}, {"role": "nobody"}, {"more": 1}, {"filer": "x" * 201}]:
        with subtests.test(wrong=wrong):
            assert await told(service, **wrong) == "invalid_data"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+8613800138000", "13800138000"),
        ("+862367589240", "023-67589240"),
        ("+8687163161111", "0871-63161111"),
        ("+85221234567", "+852 2123 4567"),
    ],
)
def test_as_it_is_printed(kept: str, shown: str) -> None:
    assert printed(kept) == shown
