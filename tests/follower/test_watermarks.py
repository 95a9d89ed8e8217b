"""Hearing the announcements of a real relay."""

from datetime import UTC, datetime, timedelta

from shared.bus.sent import sent
from shared.canonical import GENESIS
from shared.follower.watermark import final_until
from shared.follower.watermarks import Watermarks
from shared.instant import microseconds
from shared.read_model.checkpoint import Checkpoint
from shared.relay.watermark import publish_watermark
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import eventually, running_relay, service_bus


async def test_what_a_log_publishes_is_understood(log: TestLog, bus: TestBus) -> None:
    connection, watermarks = await log.connect(), Watermarks()
    await watermarks.listen(await bus.connect("reporting"), ("registry", "hazards"))
    moment = datetime.now(UTC) + timedelta(minutes=1)
    nothing = Checkpoint(None, 0)
    await sent(bus.clients[-1])
    await publish_watermark(await bus.connect("hazards"), connection, moment)
    await eventually(lambda: watermarks.at("hazards", nothing))
    empty = watermarks.at("hazards", nothing)
    assert empty is not None
    assert (empty.hash, final_until(nothing, empty)) == (GENESIS, microseconds(moment) + 1)
    head = await write(connection, 3)
    applied = Checkpoint(head.log_id, 3, head.hash, head.recorded)
    later = moment + timedelta(seconds=1)
    await publish_watermark(bus.clients[-1], connection, later)
    await eventually(lambda: watermarks.at("hazards", applied))
    assert final_until(applied, watermarks.at("hazards", applied)) == microseconds(later) + 1


async def test_a_relay_makes_the_time_final_by_itself(log: TestLog, bus: TestBus) -> None:
    """Each second anew, though nothing more is recorded."""
    head = await write(await log.connect())
    applied, watermarks = Checkpoint(head.log_id, 1, head.hash, head.recorded), Watermarks()

    def until() -> int:
        return final_until(applied, watermarks.at("hazards", applied))

    assert until() == head.recorded + 1
    async with service_bus(bus.url) as own, service_bus(bus.url, "reporting") as other:
        await watermarks.listen(other, ("hazards",))
        async with running_relay(log, own):
            for _ in range(2):
                before = until()
                await eventually(lambda before=before: until() > before)
