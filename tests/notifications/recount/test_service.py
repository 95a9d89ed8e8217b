"""Recount, statement and record over HTTP, of a town that is reminded by real servers."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest
from python_calamine import CalamineWorkbook

from services.notifications.recount.learnt import SETTLED
from services.reporting.keys.purposes import SUBMISSION
from shared.canonical import canonical
from shared.signing import is_signed, with_new_key
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, at, reminded
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

GOLDEN = Path(__file__).parents[2] / "contracts/golden/submission.signed.v1.smallest.json"
STATEMENT = "/reminders/statements/c-1/1"


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    keys = tmp_path / "signing-keys.json"
    keys.write_bytes(with_new_key(None))
    monkeypatch.setenv("PAICHA_SIGNING_KEYS_FILE", str(keys))
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
        yield town


async def told(town: Reminded) -> None:
    town.now("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 3)


async def behind_its_back(town: Reminded, statement: str) -> None:
    connection = await asyncpg.connect(town.database.admin_dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def recounted(town: Reminded) -> Any:
    return (await town.service.get("/reminders/recount", "auditor"))["now"]


async def test_nothing_owed_is_missing_until_a_row_is_taken_away(town: Reminded) -> None:
    await told(town)
    found = await recounted(town)
    assert (found["owed"], found["missing"], found["surplus"]) == (3, 0, 0), found
    await behind_its_back(town, "delete from reminders where recipient like 'filer/v-1/%' and state = 'sent'")
    found = await recounted(town)
    assert (found["missing"], found["surplus"]) == (1, 0)
    (missing,) = found["listed_missing"]
    assert (missing["rule"], missing["subject"], missing["seats"]) == (
        "report_due_3_days", "report/c-1/1/v-1", ["reporter"],
    )  # fmt: skip


async def test_what_operators_are_owed_is_counted_too(town: Reminded) -> None:
    await behind_its_back(
        town,
        "insert into troubles (township, subject, since, facts) "
        "values ('500112143', 'channel/sms', '2024-12-10T03:00Z', '{}')",
    )
    town.now("2024-12-10T11:30")
    found = await recounted(town)
    assert [(each["rule"], each["seats"]) for each in found["listed_missing"]] == [
        ("channel_halted", ["operators"])
    ]
    await behind_its_back(town, "insert into to_plan values ('500112143', 'channel/sms')")
    await town.until("rule = 'channel_halted' and state = 'planned'")
    found = await recounted(town)
    assert (found["owed"], found["missing"], found["surplus"]) == (1, 0, 0), found


async def test_what_nobody_owed_is_a_surplus(town: Reminded) -> None:
    await told(town)
    await behind_its_back(
        town,
        "update reminders set due = due - interval '1 hour' "
        "where recipient like 'filer/v-1/%' and state = 'sent'",
    )
    found = await recounted(town)
    assert (found["missing"], found["surplus"]) == (1, 1)


async def test_what_was_done_since_was_owed_all_the_same(town: Reminded) -> None:
    """What ended it was learnt later than it was due."""
    await told(town)
    await asyncio.sleep(SETTLED.total_seconds())
    signed(town, "v-1", "2024-12-11T10:00")
    town.now("2024-12-11T11:00")
    await town.tell()
    await town.until("subject = 'report/c-1/1/v-1' and state = 'planned'", 0)
    assert (await recounted(town))["owed"] == 3


def signed(town: Reminded, filer: str, moment: str) -> None:
    whole = orjson.loads(GOLDEN.read_bytes())
    data = whole.get("data", whole) | {"period": "1", "filer": filer, "number": f"1-{filer}-1"}
    town.chains["reporting"].say("submission.signed", "filing/c-1", at(moment), **data)


async def test_a_statement_is_signed_once_for_what_it_states(town: Reminded) -> None:
    await told(town)
    headers = town.service.as_("auditor")
    first = (await town.service.client.get(STATEMENT, headers=headers)).content
    assert (await town.service.client.get(STATEMENT, headers=headers)).content == first
    statement = orjson.loads(first)
    assert canonical(statement) == first
    keys = orjson.loads((await town.service.client.get("/keys")).content)["keys"]
    assert [key["id"] for key in keys] == [statement["key_id"]]
    signature, content = statement["signature"], statement["content"]
    assert is_signed(keys[0]["public_key"], "reminder-statement", content, signature)
    assert not is_signed(keys[0]["public_key"], SUBMISSION, content, signature)
    assert (content["edition"], content["counts"]["sent"], content["counts"]["missing"]) == (1, 3, 0)
    assert b"town.example" not in first
    shown = await town.service.client.get(f"{STATEMENT}.xlsx", headers=headers)
    assert shown.content[:2] == b"PK"
    await behind_its_back(
        town, "update reminders set state = 'delivered' where recipient like 'filer/v-1/%' and state = 'sent'"
    )
    again = await town.service.get(STATEMENT, "auditor")
    assert (again["content"]["edition"], again["content"]["counts"]["delivered"]) == (2, 1)


async def test_a_statement_has_the_heads_summary(town: Reminded) -> None:
    """Nobody is owed it before it is released; then it is missing where it was not sent."""
    town.now("2024-12-14T20:00")
    before = (await town.service.get(STATEMENT, "auditor"))["content"]["heads"]
    assert before == {"released": None, "stages": [], "missing": []}
    answer = await town.service.client.post(
        "/reminders/releases",
        json={"campaign": "c-1", "period": "1"},
        headers=town.service.as_("safety_office"),
    )
    assert answer.status_code == 200
    await town.until("rule = 'report_summary' and state = 'planned'")
    town.now("2024-12-16T08:00:01")
    await town.until("rule = 'report_summary' and state = 'sent'")
    content = (await town.service.get(STATEMENT, "auditor"))["content"]
    (stage,) = content["heads"]["stages"]
    assert (stage["rule"], content["heads"]["missing"]) == ("report_summary", [])
    assert [(each["recipient"], each["told"]) for each in stage["recipients"]] == [
        ("official/o-1/self", True)
    ]
    assert content["counts"]["sent"] == 1 + sum(
        each["state"] == "sent"
        for filer in content["filers"]
        for told_of in filer["stages"]
        for each in told_of["recipients"]
    )
    headers = town.service.as_("auditor")
    sheet = (await town.service.client.get(f"{STATEMENT}.xlsx", headers=headers)).content
    lines = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert ["组长", "已发布", "报送情况汇总（组长）"] in [line[:3] for line in lines]
    await asyncio.sleep(SETTLED.total_seconds())
    await behind_its_back(town, "delete from reminders where rule = 'report_summary'")
    content = (await town.service.get(STATEMENT, "auditor"))["content"]
    (missing,) = content["heads"]["missing"]
    assert (missing["rule"], missing["seats"]) == ("report_summary", ["heads"])


async def test_the_record_says_where_it_is_broken(town: Reminded) -> None:
    await told(town)
    whole = await town.service.get("/reminders/record/verify", "auditor")
    assert (whole["whole"], whole["lines"], whole["reminders"]) == (True, 6, 3), whole
    await behind_its_back(
        town, "update reminders set state = 'failed' where recipient like 'filer/v-1/%' and state = 'sent'"
    )
    assert (await town.service.get("/reminders/record/verify", "auditor"))["differing"] == 1
    await behind_its_back(
        town,
        "update sending_record set line = line || ' ' where number = 2",
    )
    broken = await town.service.get("/reminders/record/verify", "auditor")
    assert (broken["whole"], broken["broken"]) == (False, {"number": 2, "what": "hash"})
