"""From the bus's acknowledgement of a fact to the cell that counts it, at a steady rate."""

import asyncio
import time
from dataclasses import dataclass
from uuid import uuid4

import orjson
from nats.aio.client import Client

from benchmarks.whole_path.seen import NotSeen, Seen

_LOOK_SECONDS = 0.004
_PLACE, _COLUMN = "v-mingyue", "hazards_found"


@dataclass(frozen=True, slots=True)
class Latency:
    p50_ms: float
    p99_ms: float


async def measure_latency(bus: Client, publisher: str, seen: Seen, per_second: int, seconds: int) -> Latency:
    """Each fact is one more hazard of one village; the n-th is visible when its cell has grown by n."""
    run, stream = uuid4().hex[:6], bus.jetstream()
    unit = {"unit_id": f"u-{run}", "name": "测量用单位", "kind": "small_venue", "village": _PLACE}
    await stream.publish(f"intake.{publisher}.unit.registered", _event(run, "unit.registered", "unit", unit))
    before, count = await _settled(seen), per_second * seconds
    acknowledged: list[float] = []
    looking = asyncio.create_task(_seen_at(seen, before, count))
    started = time.perf_counter()
    async with asyncio.TaskGroup() as publishing:
        for nth in range(count):
            await asyncio.sleep(max(0.0, started + nth / per_second - time.perf_counter()))
            data = {
                "hazard_id": f"h-{run}-{nth}", "unit_id": f"u-{run}", "by": _PLACE,
                "severity": "general", "description": "灭火器过期未更换",
            }  # fmt: skip
            raw = _event(run, "hazard.found", str(nth), data)

            async def publish(raw: bytes = raw) -> None:
                await stream.publish(f"intake.{publisher}.hazard.found", raw)
                acknowledged.append(time.perf_counter())

            publishing.create_task(publish())
    visible = await looking
    waited = sorted(max(0.0, after - ack) for ack, after in zip(sorted(acknowledged), visible, strict=True))
    return Latency(waited[count // 2] * 1000, waited[int(count * 0.99)] * 1000)


async def _settled(seen: Seen) -> int:
    """The cell before, once the unit is known everywhere."""
    await asyncio.sleep(1)
    return await seen.cell(_PLACE, _COLUMN)


async def _seen_at(seen: Seen, before: int, count: int) -> list[float]:
    """When the cell was first seen to have grown by one, by two, and so on."""
    visible: list[float] = []
    deadline = time.monotonic() + 300
    while len(visible) < count:
        grown = await seen.cell(_PLACE, _COLUMN) - before
        visible += [time.perf_counter()] * (grown - len(visible))
        if time.monotonic() > deadline:
            raise NotSeen(f"{grown} of {count} hazards were counted")
        await asyncio.sleep(_LOOK_SECONDS)
    return visible


def _event(run: str, type_: str, id_: str, data: dict[str, str]) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "source": f"/benchmark/{run}",
            "id": id_,
            "type": type_,
            "time": "2024-12-02T10:00:00+08:00",
            "data": data,
        }
    )
