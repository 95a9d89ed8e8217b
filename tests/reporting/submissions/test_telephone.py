"""联系电话 on print: for few, of the right town, in nothing signed or kept, and never waited for long."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nats.aio.msg import Msg

from tests.notifications.running import PATIENCE_SECONDS, Service, running_notifications
from tests.reporting.submissions.office import FILER, OTHER, VILLAGE, Office
from tests.reporting.submissions.reading_back import TEXT, checked, pdf_text
from tests.reporting.two_towns import ELSEWHERE
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

NUMBER, OTHERS, ABROAD = "13800138000", "13700137000", "13900139000"
SUBJECT = "held.notifications.telephone"
WITH = {"telephone": "true"}


@pytest.fixture
async def contacts(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[Service]:
    """Both towns have a filer `d-a`, with another number each."""
    folder = tmp_path / "notifications"
    folder.mkdir()
    async with running_notifications(bus, await service_database("notifications"), folder) as service:
        await service.put(f"filer/{FILER}", name="王芳", mobile=NUMBER)
        await service.put(f"filer/{OTHER}", mobile=OTHERS)
        await service.put(f"filer/{FILER}", ELSEWHERE, mobile=ABROAD)
        yield service


async def printed(office: Office, path: str, who: dict[str, str] | None = None, **how: str) -> str:
    answer = await office.get(path, who, **how)
    assert answer.status_code == 200, answer.text
    return TEXT[path.rpartition(".")[2]](answer.content)


async def told(office: Office, path: str, who: dict[str, str] | None = None) -> str:
    """With a number: on a busy machine one may not come within its second."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while is_blank(text := await printed(office, path, who, **WITH)):
            continue
    return text


def is_blank(text: str) -> bool:
    return "联系电话：" in text and not any(each in text for each in (NUMBER, OTHERS, ABROAD))


@pytest.mark.parametrize("suffix", TEXT)
async def test_it_is_printed_where_it_is_asked_for(office: Office, contacts: Service, suffix: str) -> None:
    path = f"submissions/{await office.signed()}.{suffix}"
    for who in (office.safety_office, office.officer, office.as_("reporter", FILER)):
        assert f"联系电话：{NUMBER}" in await told(office, path, who)
        assert is_blank(await printed(office, path, who))
        assert is_blank(await printed(office, path, who, telephone="false"))
    named = await office.get(f"annex-3.{suffix}", submission=path.split("/")[1].rpartition(".")[0], **WITH)
    assert "王芳" in TEXT[suffix](named.content), "the form of a submission is as it was signed"
    other = f"submissions/{await office.signed('2', OTHER)}.{suffix}"
    assert f"联系电话：{OTHERS}" in await told(office, other)
    village = f"submissions/{await office.signed('2', VILLAGE)}.{suffix}"
    assert is_blank(await printed(office, village, **WITH)), "nobody has entered one"
    form = await told(office, f"annex-3.{suffix}", office.officer)
    assert f"联系电话：{NUMBER}" in form
    assert "未报送，仅供核对" in form or suffix == "docx"
    assert (await contacts.get("/contacts/access", "auditor"))["access"][0]["account"] == f"officer@{FILER}"


@pytest.mark.usefixtures("contacts")
async def test_in_another_town_the_same_filer_has_another_number(office: Office) -> None:
    there = replace(office, township=ELSEWHERE)
    number = await office.signed()
    assert await there.signed() == number
    for path in (f"submissions/{number}.pdf", "annex-3.pdf"):
        both = await asyncio.gather(*(told(each, path, each.officer) for each in (office, there) * 3))
        assert [(NUMBER in text, ABROAD in text) for text in both] == [(True, False), (False, True)] * 3


@pytest.mark.parametrize("path", ["submissions/{number}.pdf", "annex-3.xlsx"])
async def test_few_may_have_it(office: Office, contacts: Service, path: str) -> None:
    path = path.format(number=await office.signed())
    nameless = office.as_("officer", FILER, name=None)
    for who in (nameless, office.as_("leader", FILER), office.as_("auditor", FILER)):
        answer = await office.get(path, who, **WITH)
        assert (answer.status_code, answer.json()["code"]) == (403, "telephone_not_shown")
        assert (await office.get(path, who)).status_code == 200
    for role in ("dashboard", "operator"):
        answer = await office.get(path, office.as_(role, FILER), **WITH)
        assert answer.status_code == 403
        assert answer.json()["code"] in ("telephone_not_shown", "not_allowed")
    touched = (await contacts.get("/contacts/access", "auditor"))["access"]
    assert {each["action"] for each in touched} == {"put"}, "nothing was even asked"


async def test_of_another_filers_it_is_not_yours(office: Office, contacts: Service) -> None:
    number = await office.signed()
    for known in (number, "2-x-1"):
        answer = await office.get(f"submissions/{known}.pdf", office.as_("officer", OTHER), **WITH)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    whole = await office.get("annex-3.pdf", **WITH)
    assert (whole.status_code, whole.json()["code"]) == (422, "invalid_request")
    none = await office.get("annex-4.pdf", office.officer, **WITH)
    assert (none.status_code, none.json()["code"]) == (422, "invalid_request")
    touched = (await contacts.get("/contacts/access", "auditor"))["access"]
    assert {each["action"] for each in touched} == {"put"}


@pytest.mark.usefixtures("contacts")
async def test_the_code_and_the_digest_are_the_same_with_it(office: Office, tmp_path: Path) -> None:
    number = await office.signed()
    plain = await office.get(f"submissions/{number}.pdf")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while is_blank(pdf_text((with_it := await office.get(f"submissions/{number}.pdf", **WITH)).content)):
            continue
    proven = [await checked(office, tmp_path, each.content) for each in (plain, with_it)]
    assert proven[0] == proven[1]
    assert proven[0][0] == 0
    assert pdf_text(with_it.content).replace(NUMBER, "") == pdf_text(plain.content)


async def test_it_is_kept_nowhere(office: Office, contacts: Service) -> None:
    number, form = await office.signed(), "annex-3.pdf"
    for path in (f"submissions/{number}.pdf", form):
        assert NUMBER in await told(office, path, office.officer)
        answer = await office.get(path, office.officer, **WITH)
        assert "no-store" in answer.headers["cache-control"]
        assert "etag" not in answer.headers
    await contacts.client.delete(f"/contacts/filer/{FILER}", headers=contacts.as_("safety_office"))
    assert is_blank(await printed(office, f"submissions/{number}.pdf", office.officer, **WITH))
    assert is_blank(await printed(office, form, office.officer, **WITH))
    assert NUMBER not in json.dumps(await office.submission(number))
    async with office.owner() as database:
        tables = await database.fetch("select tablename from pg_tables where schemaname = 'public'")
        assert len(tables) > 5
        for (table,) in tables:
            found = await database.fetchval(
                f'select count(*) from "{table}" as t where t::text like $1', f"%{NUMBER}%"
            )
            assert found == 0, table
    operator = office.as_("operator")
    metrics = await office.reporting.client.get("/metrics", headers=operator)
    assert (metrics.status_code, NUMBER in metrics.text) == (200, False)


@pytest.mark.usefixtures("contacts")
async def test_the_documents_that_are_kept_have_none(office: Office) -> None:
    number = await office.signed()
    assert NUMBER in await told(office, f"submissions/{number}.pdf", office.officer)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len((await office.get(f"documents/{number}")).json()["files"]) < len(TEXT):
            await asyncio.sleep(0.05)
    for suffix, text_of in TEXT.items():
        kept = await office.get(f"documents/{number}/{suffix}", office.officer, **WITH)
        assert kept.json()["code"] == "invalid_request"
        assert is_blank(text_of((await office.get(f"documents/{number}/{suffix}", office.officer)).content))


@pytest.mark.usefixtures("contacts")
async def test_a_tag_from_before_does_not_spare_the_asking(office: Office) -> None:
    plain = await office.get("annex-3.pdf", office.officer)
    headers = {**office.officer, "If-None-Match": plain.headers["etag"]}
    assert (await office.get("annex-3.pdf", headers)).status_code == 304
    assert NUMBER in await told(office, "annex-3.pdf", headers)


async def test_blank_where_nobody_answers(office: Office) -> None:
    """Nobody listens: known at once."""
    assert is_blank(await printed(office, f"submissions/{await office.signed()}.pdf", **WITH))
    assert is_blank(await printed(office, "annex-3.docx", office.officer, **WITH))


async def test_blank_where_the_answer_does_not_come_and_others_are_answered_meanwhile(
    office: Office, bus: TestBus
) -> None:
    """More of them than there are connections, turns and threads."""
    number = await office.signed()
    deaf = await bus.connect("notifications")
    asked = await deaf.subscribe(SUBJECT)
    await deaf.flush()
    waiting = [
        asyncio.create_task(printed(office, path, office.officer, **WITH))
        for path in (f"submissions/{number}.pdf", "annex-3.pdf")
        for _ in range(10)
    ]
    for _ in waiting:
        await asked.next_msg(120)
    assert is_blank(await printed(office, f"submissions/{number}.pdf"))
    assert (await office.get("annex-3", office.officer)).status_code == 200
    assert (await office.prepared("2", OTHER))["report"]
    assert [is_blank(text) for text in await asyncio.gather(*waiting)] == [True] * len(waiting)


@pytest.mark.parametrize(
    "answer",
    [b"", b"null", b"{}", b'{"telephone": null}', b'{"telephone": 13800138000}', b'{"code": "not_ready"}',
     json.dumps({"telephone": f"{NUMBER}\n"}).encode(), json.dumps({"telephone": NUMBER * 9}).encode()],
)  # fmt: skip
async def test_blank_where_the_answer_is_none(office: Office, bus: TestBus, answer: bytes) -> None:
    notifications = await bus.connect("notifications")

    async def answering(message: Msg) -> None:
        await message.respond(answer)

    await notifications.subscribe(SUBJECT, cb=answering)
    await notifications.flush()
    assert is_blank(await printed(office, "annex-3.xlsx", office.officer, **WITH))


async def test_the_question_says_who_asks_about_whom(office: Office, bus: TestBus) -> None:
    """And a formula stays text, whoever answers."""
    questions: list[Any] = []
    notifications = await bus.connect("notifications")

    async def answering(message: Msg) -> None:
        questions.append(json.loads(message.data))
        await message.respond(b'{"telephone": "=1+1"}')

    await notifications.subscribe(SUBJECT, cb=answering)
    await notifications.flush()
    path = f"submissions/{await office.signed()}.xlsx"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "联系电话：=1+1" not in await printed(office, path, **WITH):
            continue
    assert questions[0] == {
        "township": office.township, "filer": FILER, "signer": "王芳",
        "account": "safety_office@safety-office", "role": "safety_office",
    }  # fmt: skip
