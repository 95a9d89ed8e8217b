"""The watermark of a log: nothing is recorded at or before it any more, whoever records."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from shared.bus.sent import sent
from shared.event_log.append import HeadMoved, Recording, append
from shared.event_log.head import read_head
from shared.instant import microseconds, parse_instant
from shared.metrics import REGISTRY
from shared.relay.watermark import publish_watermark
from tests.support.buses import TestBus
from tests.support.logs import TestLog, build, write
from tests.support.relaying import eventually, running_relay, service_bus


async def test_the_time_is_announced_each_second(log: TestLog, bus: TestBus) -> None:
    connection = await log.connect()
    head = await write(connection, 3)
    heard: list[dict[str, object]] = []

    async def hear(message: object) -> None:
        heard.append(json.loads(message.data))

    listener = await bus.connect("reporting")
    await listener.subscribe("clock.hazards", cb=hear)
    await sent(listener)
    async with service_bus(bus.url) as own, running_relay(log, own):
        await eventually(lambda: len(heard) >= 2)
    first, second = heard[:2]
    assert first["log"] == "hazards"
    assert (first["logid"], first["position"], first["hash"]) == (head.log_id, 3, head.hash)
    gap = parse_instant(str(second["clock"])) - parse_instant(str(first["clock"]))
    assert gap > timedelta(seconds=0.8)


async def test_a_slower_clock_records_after_the_announced_time(log: TestLog, bus: TestBus) -> None:
    connection = await log.connect()
    before = await write(connection)
    new, rows, envelopes = build(before, 1)
    ahead = datetime.now(UTC) + timedelta(minutes=3)
    await publish_watermark(await bus.connect("hazards"), connection, ahead)
    with pytest.raises(HeadMoved):
        await append(connection, before, new, microseconds(envelopes[0].recorded), Recording(rows))
    assert (await write(connection)).recorded > microseconds(ahead)


async def test_a_log_ahead_of_the_clock_is_measured(log: TestLog, bus: TestBus) -> None:
    connection, own = await log.connect(), await bus.connect("hazards")
    now = datetime.now(UTC) + timedelta(hours=1)
    await publish_watermark(own, connection, now)
    assert ahead() == 0
    await publish_watermark(own, connection, now - timedelta(seconds=1))
    assert ahead() == pytest.approx(1)
    await publish_watermark(own, connection, now - timedelta(seconds=1.1))
    assert ahead() == pytest.approx(1.1)


def ahead() -> float:
    return REGISTRY.get_sample_value("paicha_log_ahead_seconds", {"log": "hazards"}) or 0.0


async def test_an_announcement_never_goes_back(log: TestLog, bus: TestBus) -> None:
    connection = await log.connect()
    head = await write(connection)
    await publish_watermark(await bus.connect("hazards"), connection, datetime.now(UTC) - timedelta(hours=1))
    assert (await read_head(connection)).recorded == head.recorded
