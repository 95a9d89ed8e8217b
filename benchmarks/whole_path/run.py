"""One deployment, started as an operator does, and the measurements on it."""

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.meter import Meter
from benchmarks.whole_path.latency import measure_latency
from benchmarks.whole_path.processes import processes
from benchmarks.whole_path.rate import batched_rate, campaign, single_rate
from benchmarks.whole_path.seen import Seen
from benchmarks.workload import Amounts
from deploy.embedded.folder import DataFolder
from deploy.publishing.connection import publisher_access, signed_in
from tests.e2e.deployment import Deployment, deployed

PER_SECOND, QUICKER = 200, 500


async def measure_whole_path(meter: Meter, amounts: Amounts, say: Callable[[str], None]) -> dict[str, Any]:
    say("whole path: starting paicha up")
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, deployed(Path(folder)) as deployment:
        return await _measured(deployment, meter, amounts, say)


async def _measured(
    deployment: Deployment, meter: Meter, amounts: Amounts, say: Callable[[str], None]
) -> dict[str, Any]:
    seen = await Seen.of(DataFolder(deployment.data))
    access = publisher_access(deployment.data)
    pids = processes(deployment.process.pid)
    found: dict[str, Any] = {}
    async with signed_in(access) as bus:
        for rate in (PER_SECOND, QUICKER):
            say(f"whole path: latency at {rate} facts/s")
            latency = await measure_latency(bus, access.user, seen, rate, amounts.latency_seconds)
            found[f"latency_{rate}"] = asdict(latency)
        for name, measure, facts in (
            ("batched", batched_rate, amounts.batch_facts),
            ("single", single_rate, amounts.single_facts),
        ):
            say(f"whole path: {name} publishing")
            lines = campaign(len(found), facts)
            with meter.measuring(pids) as taken:
                rate = await measure(bus, access.user, lines, seen)
            found[name] = {"rate": rate, "cpu_us": taken.cost(len(lines))}
    await seen.connection.close()
    return found
