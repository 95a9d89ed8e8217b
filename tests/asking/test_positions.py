"""How far the logs have come, as a publisher asks it; and answers while a database is away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from shared.instant import parse_instant
from tests.asking.conftest import Town
from tests.support.databases import TestDatabase
from tests.support.services import until

CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}


async def head(database: TestDatabase) -> dict[str, Any]:
    connection = await asyncpg.connect(database.dsn)
    try:
        return dict(await connection.fetchrow("select log, log_id, position from log_head"))
    finally:
        await connection.close()


async def test_both_logs_are_told_by_whichever_service_is_asked(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    await paicha.send("1", "self_check.recorded", CHECKED)
    await paicha.becomes("1", "accepted")
    heads = [await head(town.databases[service]) for service in ("hazards", "registry")]
    for _ in range(8):
        answer = await paicha.learn("positions")
        assert list(answer) == ["positions", "logs"]
        assert answer["positions"] == {each["log"]: each["position"] for each in heads}
        assert {log: state["logid"] for log, state in answer["logs"].items()} == {
            each["log"]: each["log_id"] for each in heads
        }
        for state in answer["logs"].values():
            assert parse_instant(state["clock"]) > datetime.now(UTC) - timedelta(minutes=1)
    (event,) = (await paicha.receipt("1"))["events"]
    assert event["position"] == answer["positions"]["hazards"]


async def test_while_a_database_is_away_it_is_said_so(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    database = town.databases["registry"]
    admin = await asyncpg.connect(database.admin_dsn.replace(f"/{database.name}", "/postgres"))
    allow = f'alter database "{database.name}" allow_connections'
    await admin.execute(f"{allow} false")
    await admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", database.name
    )
    for _ in range(4):
        question = {"source": "/test", "id": "1"}
        assert (await paicha.ask("receipt", question))["code"] == "not_ready"
        assert (await paicha.ask("positions"))["code"] == "not_ready"
    await admin.execute(f"{allow} true")
    await admin.close()

    async def is_back() -> bool:
        return await paicha.told("1") == "not_found"

    await until(is_back)
