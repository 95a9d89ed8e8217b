"""A newer release has written into the registry's log: what this one reads stands still there and says so."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.event_log.append import HeadMoved, Recording, Row, append
from shared.event_log.head import Head, read_head
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import FactKey
from shared.instant import microseconds, moment_at
from tests.integration.test_services import HAZARD, UNIT, Town
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.newer_release import UnitGraded2, newer_release
from tests.support.services import TOWNSHIP, fact, settings_for, signed_in, until

STREAM = f"{TOWNSHIP}/unit/u-1"


@pytest.fixture
async def databases(service_database: Callable[[str], Awaitable[TestDatabase]]) -> dict[str, TestDatabase]:
    return {service: await service_database(service) for service in ("registry", "hazards")}


@pytest.fixture
async def town(tmp_path: Path, bus: TestBus, databases: dict[str, TestDatabase]) -> AsyncIterator[Town]:
    issuer = Issuer(tmp_path)
    settings = {name: settings_for(name, database, bus, tmp_path) for name, database in databases.items()}
    async with AsyncExitStack() as stack:
        town = Town(issuer, settings, stack)
        for service in ("registry", "hazards"):
            await town.start(service)
        yield town


async def noted(database: TestDatabase) -> int:
    """The newer release appends, as it would: by the one statement."""
    connection = await asyncpg.connect(database.dsn)
    try:
        while True:
            head = await read_head(connection)
            version = await connection.fetchval("select count(*) from events where stream = $1", STREAM)
            envelope = _noted(head, version + 1)
            raw, at = envelope.to_bytes(), microseconds(envelope.recorded)
            new = Head(head.log, head.log_id, envelope.position, event_hash(raw), at)
            facts = [(FactKey("newer", "/newer", "1"), "0" * 64, envelope.position)]
            rows = [Row(envelope.position, STREAM, envelope.stream_version, raw)]
            try:
                await append(connection, head, new, at, Recording(rows, facts))
            except HeadMoved:
                continue
            return envelope.position
    finally:
        await connection.close()


def _noted(head: Head, version: int) -> Envelope:
    now = moment_at(max(microseconds(datetime.now(UTC)), head.recorded + 1))
    return Envelope(
        log=head.log, log_id=head.log_id, position=head.position + 1, previous_hash=head.hash,
        township=TOWNSHIP, stream=STREAM, stream_version=version, type=UnitGraded2.type, version=2,
        occurred=now, recorded=now, actor="newer", actor_organisation="safety-office", publisher="newer",
        fact_source="/newer", fact_id="1", fact_digest="0" * 64, correlation="c", causation="c",
        data={"unit_id": "u-1", "grade": "red", "basis": "现场评定"},
    )  # fmt: skip


async def stopped(town: Town, service: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = (await town.get(f"{service}/stopped", "operator"))["stopped"]
    return told


async def test_readers_of_the_registry_stand_still_serve_on_and_go_on(
    town: Town, databases: dict[str, TestDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.follower.follower._FAILING_AT_MOST_SECONDS", 0.5)
    assert await town.post("registry", fact("1", "unit.registered", UNIT)) == ["accepted"]
    await until(lambda: _takes(town, "h-0"))
    position = await noted(databases["registry"])
    assert await town.post("registry", fact("2", "unit.registered", UNIT | {"unit_id": "u-2"})) == [
        "accepted"
    ]

    for service in ("registry", "hazards"):
        await until(lambda service=service: _is_stopped(town, service))
        (told,) = await stopped(town, service)
        assert (told["log"], told["position"], told["type"]) == ("registry", position, UnitGraded2.type)
        ready = (await town.clients[service].get("/health/ready")).json()["checks"]
        check = ready["directory" if service == "registry" else "registry"]
        assert check.startswith(f"can't apply registry {position} (unit.graded, version 2)"), ready

    headers = signed_in(town.issuer)
    units = await town.clients["registry"].get("/units", headers=headers)
    assert [each["unit_id"] for each in units.json()["units"]] == ["u-1"], "the last good directory"
    assert units.headers["Paicha-Stale"].startswith(f"registry; position={position - 1}; since=")
    assert await _takes(town, "h-1"), "what is known is judged on"
    later = HAZARD | {"hazard_id": "h-2", "unit_id": "u-2"}
    assert await town.post("hazards", fact("h-2", "hazard.found", later)) == ["waiting"]
    described = {"unit_id": "u-2", "name": "新名"}
    assert await town.post("registry", fact("3", "unit.described", described)) == ["accepted"]

    with newer_release():
        for service in ("registry", "hazards"):
            await until(lambda service=service: _goes_on(town, service))
        await until(lambda: _was_accepted(town, "h-2"))
        await until(lambda: _lists(town, ["u-1", "u-2"]))
        units = await town.clients["registry"].get("/units", headers=headers)
        assert units.json()["units"][0]["grade"] == "red"
        assert "Paicha-Stale" not in units.headers


async def test_facts_about_a_subject_that_a_newer_release_wrote_of_hold_up_nobody(
    town: Town, databases: dict[str, TestDatabase]
) -> None:
    assert await town.post("registry", fact("1", "unit.registered", UNIT)) == ["accepted"]
    await noted(databases["registry"])
    headers = signed_in(town.issuer)
    about_it = fact("2", "unit.graded", {"unit_id": "u-1", "grade": "red"})
    answer = await town.clients["registry"].post("/facts", headers=headers, json=[about_it])
    assert answer.status_code == 500 or answer.json()[0]["outcome"] == "rejected", answer.text
    async with asyncio.timeout(30):
        others = fact("3", "unit.registered", UNIT | {"unit_id": "u-3"})
        assert await town.post("registry", others) == ["accepted"]


async def _takes(town: Town, hazard: str) -> bool:
    (outcome,) = await town.post("hazards", fact(hazard, "hazard.found", HAZARD | {"hazard_id": hazard}))
    return outcome in ("accepted", "duplicate")


async def _lists(town: Town, expected: list[str]) -> bool:
    units = await town.clients["registry"].get("/units", headers=signed_in(town.issuer))
    return [each["unit_id"] for each in units.json()["units"]] == expected


async def _is_stopped(town: Town, service: str) -> bool:
    return bool(await stopped(town, service))


async def _goes_on(town: Town, service: str) -> bool:
    ready = await town.clients[service].get("/health/ready")
    return ready.status_code == 200 and not await stopped(town, service)


async def _was_accepted(town: Town, number: str) -> bool:
    return await town.outcome("hazards", number) == "accepted"
