"""What is kept of a batch is kept once, however long its receipts can't be published."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.hazards.commands import COMMANDS
from services.hazards.reference_cache import ReferenceCache
from shared.facts.fact import FactKey
from shared.facts.receipt import Receipt
from shared.identity.publishers import Publishers
from shared.intake.commit.queue import Intake
from shared.intake.judging.retraction import answered
from shared.intake.judging.rules import IntakeRules
from shared.intake.waiting.hooks import Hooks
from shared.intake.ways_in.bus import BusIntake
from shared.intake.ways_in.dead_letter_retry import Retry
from shared.intake.ways_in.publish_receipts import publish_receipts
from shared.intake.ways_in.reader import Reader
from shared.problems import Rejected
from shared.service.connections import Connections, open_connections
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.relaying import eventually
from tests.support.services import TOWNSHIP, fact, settings_for

CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}


@pytest.fixture
async def connections(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[Connections]:
    settings = settings_for("hazards", await service_database("hazards"), bus, tmp_path)
    async with open_connections(settings) as opened:
        yield opened


def taker(connections: Connections) -> tuple[Intake, BusIntake]:
    rules = IntakeRules("hazards", COMMANDS, ReferenceCache(connections.pool), 60)
    intake = Intake(connections.pool, connections.clock, rules, Hooks())
    return intake, BusIntake(
        connections.bus,
        connections.pool,
        connections.clock,
        intake,
        rules,
        Publishers(connections.settings.publishers_file),
    )


def message(client: Client, number: str, **changed: str) -> Msg:
    body = json.dumps(fact(number, "self_check.recorded", CHECKED | changed)).encode()
    return Msg(client, "intake.paicha.self_check.recorded", data=body)


async def test_while_the_bus_is_away(
    connections: Connections, bus: TestBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = replace(connections, bus=await bus.connect("hazards"))
    intake, bus_intake = taker(connections)
    await intake.start()
    await connections.bus.close()
    batch = [message(connections.bus, "refused", status="perhaps"), message(connections.bus, "odd")]
    batch[1].data = batch[1].data.replace(b"self_check.recorded", b"self_check.dreamt")

    tries = []

    async def tried(bus: Client, receipts: Sequence[Receipt]) -> None:
        tries.append(receipts)
        await publish_receipts(bus, receipts)

    monkeypatch.setattr("shared.intake.ways_in.bus.publish_receipts", tried)
    taking = asyncio.create_task(bus_intake.take(batch))
    await eventually(lambda: len(tries) == 3)
    assert not taking.done(), "nothing is acknowledged before the receipts are out"
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    await intake.stop()

    refused = await connections.pool.fetch("select fact_id, code from refusals order by number")
    assert [tuple(row) for row in refused] == [("refused", "invalid_data"), ("odd", "subject_mismatch")]
    assert await connections.pool.fetchval("select count(*) from dead_letters") == 1


async def test_a_dead_letter_that_comes_again_is_kept_once_until_somebody_decides(
    connections: Connections, bus: TestBus
) -> None:
    intake, bus_intake = taker(connections)
    await intake.start()
    odd = message(await bus.connect("paicha"), "odd")
    odd.data = odd.data.replace(b"self_check.recorded", b"self_check.dreamt")

    async def received() -> int:
        settled = await bus_intake._settle([odd])
        await bus_intake._kept(settled)
        count: int = await connections.pool.fetchval("select count(*) from dead_letters")
        return count

    assert [await received(), await received()] == [1, 1]
    await connections.pool.execute("update dead_letters set state = 'skipped'")
    assert await received() == 2
    await intake.stop()


async def test_a_message_too_large_is_told_by_its_name(connections: Connections, bus: TestBus) -> None:
    intake, bus_intake = taker(connections)
    await intake.start()
    large = message(await bus.connect("paicha"), "large", remark="长" * 100_000)
    settled = await bus_intake._settle([large])
    await bus_intake._kept(settled)
    await intake.stop()
    (receipt,) = settled.receipts
    assert isinstance(receipt, Receipt)
    assert (receipt.code, receipt.key.id) == ("too_large", "large")
    assert await connections.pool.fetchval("select fact_id from refusals") == "large"


async def test_a_dead_voiding_is_not_retried_where_its_fact_is_not_kept(
    connections: Connections, bus: TestBus
) -> None:
    """The service that keeps the fact has no letter: closing this one would lose the voiding."""
    pool = connections.pool
    intake, bus_intake = taker(connections)
    await intake.start()
    data = {"source": "/test", "id": "graded", "reason": "误录"}
    body = json.dumps(fact("void", "fact.voided", data) | {"specversion": "0.3"}).encode()
    dead = Msg(await bus.connect("paicha"), "intake.paicha.fact.voided", data=body)
    await bus_intake._kept(await bus_intake._settle([dead]))
    mended = body.replace(b'"0.3"', b'"1.0"')
    await pool.execute("update dead_letters set beginning = $1, size = $2", mended, len(mended))
    known = answered(FactKey("paicha", "/test", "graded"))
    await pool.execute("insert into known values ($1, 'fact', $2, 'registry')", TOWNSHIP, known.id)

    publishers = Publishers(connections.settings.publishers_file)
    retry = Retry(connections.bus, pool, connections.clock, intake, Reader("hazards", COMMANDS), publishers)
    with pytest.raises(Rejected) as refused:
        await retry.of(TOWNSHIP, 1)
    await intake.stop()

    assert refused.value.code == "taken_elsewhere"
    assert await pool.fetchval("select state from dead_letters") == "open"
