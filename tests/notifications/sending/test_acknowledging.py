"""收到, by link and signed in: once, by people alone, and only of repeats."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, reminded
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

OVERDUE = "rule = 'report_overdue' and recipient = 'filer/v-1/reporter'"
AGAIN = "rule = 'report_overdue_again' and due < '2024-12-20' and subject like '%/v-1'"


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        yield town


async def overdue(town: Reminded) -> str:
    """The path of the link that the filer got."""
    await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
    await town.stands_at("2024-12-16T09:00:01")
    await town.until(f"{OVERDUE} and state = 'sent'")
    (mail,) = [one for one in town.mailbox.got if one["To"] == "v-1@town.example"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    found = re.search(r"/notifications(/acknowledge/\S+)", plain.get_content())
    assert found is not None
    return found[1]


async def lines(town: Reminded) -> list[str]:
    return [row["line"] for row in await town.fetch("select line from sending_record order by number")]


async def test_a_link_is_used_by_its_button_alone_and_once(town: Reminded) -> None:
    link, client = await overdue(town), town.service.client
    for _ in range(3):
        page = await client.get(link)
        assert page.status_code == 200
        assert "第1期汇总表 — 明月村" in page.text
        assert '<form method="post">' in page.text
        assert "script" not in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert page.headers["referrer-policy"] == "no-referrer"
    assert await town.rows("acknowledged is not null") == []
    assert (await client.post(link, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert await town.rows("acknowledged is not null") == []

    town.now("2024-12-16T10:30")
    said = await client.post(link)
    assert (said.status_code, said.headers["location"]) == (303, f"/notifications{link}")
    town.now("2024-12-16T11:00")
    assert (await client.post(link)).status_code == 303
    again = await client.get(link)
    assert "您已确认（12月16日 10:30）" in again.text
    assert "<form" not in again.text
    (row,) = await town.rows("acknowledged is not null")
    assert row["recipient"] == "filer/v-1/reporter"
    assert len([line for line in await lines(town) if '"happening":"acknowledged"' in line]) == 1


async def test_it_ends_the_repeats_to_that_person_and_nothing_else(town: Reminded) -> None:
    link = await overdue(town)
    before = await town.rows(f"{AGAIN} and state = 'planned'")
    assert {row["recipient"] for row in before} == {"filer/v-1/reporter", "list/safety-office/one"}
    await town.service.client.post(link)
    ended = await town.rows(f"{AGAIN} and reason = 'acknowledged'")
    assert {(row["recipient"], row["state"]) for row in ended} == {("filer/v-1/reporter", "cancelled")}
    assert len(ended) == 2
    assert await town.rows("rule = 'report_overdue_listed' and state = 'planned' and subject like '%/1/v-1'")

    # Planned once more, as after any change, they stay ended.
    await town.service.put("filer/v-1/head", email="head-of-v-1@town.example")
    await town.until(f"{AGAIN} and recipient = 'filer/v-1/head' and state = 'planned'", 2)
    assert len(await town.rows(f"{AGAIN} and reason = 'acknowledged'")) == 2
    await town.stands_at("2024-12-17T09:00:01")
    await town.until(f"{AGAIN} and recipient = 'filer/v-1/head' and state = 'sent'")
    assert len([one for one in town.mailbox.got if one["To"] == "v-1@town.example"]) == 1


async def test_what_is_unknown_wrong_or_old_is_answered_alike(town: Reminded) -> None:
    link, client = await overdue(town), town.service.client
    town.now("2024-12-31T09:00")
    old = await client.get(link)
    assert old.status_code == 404
    assert "链接无效或已过期" in old.text
    for other in ("/acknowledge/x", "/acknowledge/%E4%B8%AD%FF", f"/acknowledge/{'a' * 5000}"):
        for answer in (await client.get(other), await client.post(other)):
            assert (answer.status_code, answer.text) == (404, old.text)
    assert (await client.post(link)).text == old.text
    assert await town.rows("acknowledged is not null") == []


async def test_signed_in_whoever_it_reached(town: Reminded) -> None:
    await town.service.put("filer/v-1/reporter", email="v-1@town.example", account="reporter-1")
    await overdue(town)
    client, own = town.service.client, town.service.as_("reporter", "v-1")
    (sent,) = await town.rows(f"{OVERDUE} and state = 'sent'")
    (others,) = await town.rows(
        "rule = 'report_overdue' and recipient = 'filer/v-2/reporter' and state = 'sent'"
    )
    (waiting, _) = await town.rows(f"{AGAIN} and recipient = 'filer/v-1/reporter'")

    async def acknowledge(id_: str) -> tuple[int, str | None]:
        answer = await client.post(f"/reminders/{id_}/acknowledge", headers=own)
        return answer.status_code, answer.json().get("code") or answer.json()["acknowledged"]

    assert await acknowledge(others["id"]) == (404, "not_found")
    assert await acknowledge(waiting["id"]) == (409, "not_sent_yet")
    first = await acknowledge(sent["id"])
    town.now("2024-12-16T12:00")
    assert await acknowledge(sent["id"]) == first == (200, "2024-12-16T01:00:01.000000Z")
    assert len(await town.rows(f"{AGAIN} and reason = 'acknowledged'")) == 2
    await town.execute("update reminders set urgent = true, acknowledged = null where id = $1", sent["id"])
    assert await acknowledge(sent["id"]) == (409, "urgent_not_acknowledged")
