"""One publisher holds all atomic batches that may be open: the logs go on, and an operator can see it."""

from collections.abc import AsyncIterator

import pytest

from shared.bus.jetstream import INTAKE
from shared.bus.users import PROVISIONER
from shared.metrics import REGISTRY
from shared.service import batch_room
from shared.service.background import in_background
from tests.support.batch_holder import hold_all_batches, let_go
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import assert_same_bytes, eventually, running_relay, service_bus

HELD, OF_A_LOG = "intake.stranger.held", "hazards.500112143.hazard.found"


def failures() -> float:
    return REGISTRY.get_sample_value("paicha_relay_failures_total", {"log": "hazards"}) or 0


@pytest.fixture
async def watched(bus: TestBus, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TestBus]:
    monkeypatch.setattr(batch_room, "_ASK_SECONDS", 0.05)
    async with in_background(batch_room.watch_batch_room(await bus.connect("hazards"), "hazards")):
        yield bus


async def shows(refused: int) -> None:
    await eventually(lambda: REGISTRY.get_sample_value("paicha_intake_batches_refused") == refused)


async def test_it_is_seen_while_it_lasts_and_asking_stores_nothing(watched: TestBus) -> None:
    await shows(0)
    stranger = await watched.connect("stranger")
    await hold_all_batches(stranger, HELD)
    await shows(1)
    await let_go(stranger, HELD)
    await shows(0)
    provisioner = await watched.connect(PROVISIONER)
    assert (await provisioner.jetstream(timeout=30).stream_info(INTAKE)).state.last_seq == 0


async def test_a_log_is_relayed_all_the_same(log: TestLog, bus: TestBus) -> None:
    """The server counts by stream, and nobody but the service itself publishes to its log's."""
    await hold_all_batches(await bus.connect("stranger"), HELD)
    connection, before = await log.connect(), failures()
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        for last in range(500, 3_001, 500):
            await write(connection, 500)
            await eventually(lambda last=last: relay.position == last)
        assert await assert_same_bytes(log, own) == 3_000
    assert failures() == before


async def test_a_relay_without_room_says_so_and_goes_on_when_there_is(log: TestLog, bus: TestBus) -> None:
    connection, before = await log.connect(), failures()
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await eventually(lambda: relay.watch.leads)
        await hold_all_batches(own, OF_A_LOG)
        await write(connection, 20)
        await eventually(lambda: failures() > before)
        assert relay.position == 0
        assert relay.fence.allowed, "the log is the truth: appending goes on"
        await let_go(own, OF_A_LOG)
        await eventually(lambda: relay.position == 20)
        assert await assert_same_bytes(log, own) == 20
