"""One town on `paicha up`, with more and more facts: the whole path and the form at each size."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.whole_path.latency import Latency, measure_latency
from benchmarks.whole_path.rate import batched_rate, campaign
from benchmarks.whole_path.run import PER_SECOND
from benchmarks.whole_path.seen import Seen
from deploy.embedded.folder import DataFolder
from deploy.publishing.connection import publisher_access, signed_in
from tests.e2e.deployment import Account, Deployment, deployed

_FILLED_IN, _MEASURED = 25_000, 10_000
"""Facts of one simulated campaign; a larger town is several."""
_SECONDS = 10
_FORM = "/reporting/campaigns/dasheng-2024-winter/annex-3"
_EARLIER = {"occurred_until": "2024-12-31T23:59:59+08:00"}
_ASKED = 5


@dataclass(frozen=True, slots=True)
class TownOfSize:
    """At one size; times in milliseconds."""

    facts: int
    batched: float
    latency: Latency
    kept_form_ms: float
    recount_ms: float


async def measure_town(sizes: list[int], say: Callable[[str], None]) -> list[TownOfSize]:
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, deployed(Path(folder)) as deployment:
        seen = await Seen.of(DataFolder(deployment.data))
        measured = [await _measure(deployment, seen, size, say) for size in sizes]
        await seen.connection.close()
    return measured


async def _measure(deployment: Deployment, seen: Seen, size: int, say: Callable[[str], None]) -> TownOfSize:
    access = publisher_access(deployment.data)
    async with signed_in(access) as bus:
        say(f"town: up to {size:,} facts")
        while (held := await seen.positions()) < size:
            await batched_rate(bus, access.user, campaign(held, min(_FILLED_IN, size - held)), seen)
        say("town: rate, latency and forms")
        rate = await batched_rate(bus, access.user, campaign(size, _MEASURED), seen)
        latency = await measure_latency(bus, access.user, seen, PER_SECOND, _SECONDS)
    office = deployment.account("safety_office")
    return TownOfSize(size, rate, latency, _asked_ms(office), _asked_ms(office, **_EARLIER))


def _asked_ms(office: Account, **query: str) -> float:
    taken = []
    for _ in range(_ASKED):
        started = time.perf_counter()
        office.get(_FORM, **query)
        taken.append(time.perf_counter() - started)
    return median(taken) * 1000
