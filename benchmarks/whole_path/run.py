"""One deployment, started as an operator does, and the three measurements on it."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.whole_path.latency import Latency, measure_latency
from benchmarks.whole_path.rate import batched_rate, campaign, single_rate
from benchmarks.whole_path.seen import Seen
from benchmarks.workload import Amounts
from deploy.embedded.folder import DataFolder
from deploy.publishing.connection import publisher_access, signed_in
from tests.e2e.deployment import Deployment, deployed

PER_SECOND = 200


@dataclass(frozen=True, slots=True)
class WholePath:
    batched: float
    single: float
    latency: Latency


async def measure_whole_path(amounts: Amounts, say: Callable[[str], None]) -> WholePath:
    say("whole path: starting paicha up")
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, deployed(Path(folder)) as deployment:
        return await _measured(deployment, amounts, say)


async def _measured(deployment: Deployment, amounts: Amounts, say: Callable[[str], None]) -> WholePath:
    seen = await Seen.of(DataFolder(deployment.data))
    access = publisher_access(deployment.data)
    async with signed_in(access) as bus:
        say("whole path: latency")
        latency = await measure_latency(bus, access.user, seen, PER_SECOND, amounts.latency_seconds)
        say("whole path: batched publishing")
        batched = await batched_rate(bus, access.user, campaign(1, amounts.batch_facts), seen)
        say("whole path: single publishing")
        single = await single_rate(bus, access.user, campaign(2, amounts.single_facts), seen)
    await seen.connection.close()
    return WholePath(batched, single, latency)
