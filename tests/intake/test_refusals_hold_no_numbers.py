"""What is kept of a refused fact: never a number of a person, wherever the fact had one."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import fact, running, settings_for, signed_in

PHONE = "13812345678"
IDENTITY_AND_CREDIT_CODE = "510105199903129680"
UNIT = {"unit_id": "u", "name": "小吃店", "kind": "small_venue", "village": "v-mingyue"}
SENT: dict[str, tuple[dict[str, Any], str]] = {
    "in an id": (fact(PHONE, "unit.registered", UNIT), "personal_data"),
    "in a source": (fact("1", "unit.registered", UNIT) | {"source": f"/s/{PHONE}"}, "personal_data"),
    "in a type": (fact("2", f"unit.{PHONE}", UNIT), "personal_data"),
    "in a correlation": (fact("3", "unit.registered", UNIT) | {"correlationid": PHONE}, "personal_data"),
    "in a unit's id": (fact("4", "unit.registered", UNIT | {"unit_id": PHONE}), "personal_data"),
    "as a field": (fact("5", "unit.registered", UNIT | {f"电话{PHONE}": 1}), "invalid_data"),
    "as a time": (fact("6", "unit.registered", UNIT, PHONE), "invalid_time"),
    "as a credit code": (fact("7", "unit.registered", UNIT | {"uscc": PHONE}), "invalid_uscc"),
    "an identity number as a credit code": (
        fact("8", "unit.registered", UNIT | {"uscc": IDENTITY_AND_CREDIT_CODE}),
        "invalid_uscc",
    ),
    "spelled out": (fact("9", "unit.registered", UNIT | {"name": "店主一三八①②③④⑤⑥⑦⑧"}), "personal_data"),
}


@pytest.fixture
async def registry(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[tuple[httpx.AsyncClient, TestDatabase]]:
    database, issuer = await service_database("registry"), Issuer(tmp_path)
    async with running("registry", settings_for("registry", database, bus, tmp_path)) as client:
        client.headers.update(signed_in(issuer))
        yield client, database


async def test_no_number_is_kept_nor_repeated(registry: tuple[httpx.AsyncClient, TestDatabase]) -> None:
    client, database = registry
    receipts = (await client.post("/facts", json=[sent for sent, _ in SENT.values()])).json()
    assert [receipt["code"] for receipt in receipts] == [code for _, code in SENT.values()]
    # Told by its own name, so that its sender knows which was refused.
    assert receipts[0]["id"] == PHONE
    connection = await asyncpg.connect(database.owner_dsn)
    try:
        kept = [dict(row) for row in await connection.fetch("select * from refusals")]
        letters = await connection.fetchval("select count(*) from dead_letters")
        events = await connection.fetchval("select count(*) from events where stream like '%/unit/%'")
    finally:
        await connection.close()
    assert (letters, events) == (0, 0)
    assert {row["fact_id"] for row in kept} == {"2", "3", "4", "5", "6", "7", "8", "9"}
    said = json.dumps([row | {"refused_at": None} for row in kept], ensure_ascii=False)
    for number in (PHONE, IDENTITY_AND_CREDIT_CODE):
        assert number not in said
        assert number not in "".join(receipt["message"] for receipt in receipts)
