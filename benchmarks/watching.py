"""`python -m benchmarks.watching [PAGES]`: what it takes that 200 forms, or so many, are looked at while 200
facts a second arrive, and how long after the first page the last one is told of a change.

Half of them see the whole town, the others a village each. A page is a connection here: what a browser does
with what it is told is not in it. Nothing stays behind.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import structlog

from benchmarks.answers.asking import Request
from benchmarks.whole_path.latency import measure_latency
from benchmarks.whole_path.processes import processes
from benchmarks.whole_path.run import PER_SECOND
from benchmarks.whole_path.seen import Seen
from deploy.embedded.folder import DataFolder
from deploy.publishing.connection import publisher_access, signed_in
from services.reporting.live.streams import MOST_OF_ONE
from shared.facts.account import Account
from shared.identity.session import COOKIE
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.visiting import account, cookie_of

_SECONDS = 20
_VILLAGES = ("v-mingyue", "v-qianzhan", "v-donghe", "v-dongshan", "v-zhenli", "v-renhe", "v-yunlong")
_LIVE = "/reporting/live?campaign=dasheng-2024-winter"


@dataclass
class Told:
    """By what an event is called, when each page that heard it did."""

    heard: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    read: int = 0

    def late_ms(self) -> list[float]:
        return sorted((max(times) - min(times)) * 1000 for times in self.heard.values() if len(times) > 1)


def _people(pages: int) -> list[Account]:
    """A browser has few streams of one account."""
    office, village = account("leader"), account("reporter", _VILLAGES[0])
    people = []
    for nth in range(pages):
        if nth % 2:
            organisation = _VILLAGES[nth // 2 % len(_VILLAGES)]
            who = replace(village, organisations=frozenset({organisation}))
        else:
            who = office
        people.append(replace(who, name=f"{who.role}-{nth // MOST_OF_ONE}@town"))
    return people


async def _looked_at(deployment: Deployment, who: Account, told: Told) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", deployment.port)
    cookie = ("Cookie", f"{COOKIE}={cookie_of(deployment, who)}")
    writer.write(Request("GET", _LIVE, (cookie,)).raw("127.0.0.1"))
    try:
        while line := await reader.readline():
            told.read += len(line)
            if line.startswith(b"id: "):
                told.heard[line.decode()].append(time.perf_counter())
    finally:
        writer.close()


async def _spent(deployment: Deployment, pages: int) -> None:
    seen, access, told = await Seen.of(DataFolder(deployment.data)), publisher_access(deployment.data), Told()
    assert deployment.process is not None
    pids = processes(deployment.process.pid)
    watching = [asyncio.create_task(_looked_at(deployment, who, told)) for who in _people(pages)]
    async with signed_in(access) as bus:
        await asyncio.sleep(2)
        before, began = _cpu(pids), time.perf_counter()
        latency = await measure_latency(bus, access.user, seen, PER_SECOND, _SECONDS)
        taken = time.perf_counter() - began
    spent = {name: (now - before[name]) / taken for name, now in _cpu(pids).items()}
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    await seen.connection.close()
    late = told.late_ms() or [0.0]
    print(f"{pages} pages, CPU: reporting {spent['reporting']:.2f}, gateway {spent['caddy']:.2f} of a core")
    print(f"  cells: p50 {latency.p50_ms:.0f} ms, p99 {latency.p99_ms:.0f} ms after their facts")
    print(f"  {len(late)} events, the last page told {late[len(late) // 2]:.0f} ms after the first (p50)")
    print(f"  {told.read / 1024 / max(pages, 1):.0f} KiB a page")


def _cpu(pids: dict[str, int]) -> dict[str, float]:
    return {name: sum(psutil.Process(pid).cpu_times()[:2]) for name, pid in pids.items()}


async def measured(pages: int) -> None:
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, deployed(Path(folder)) as deployment:
        for so_many in (0, pages):
            await _spent(deployment, so_many)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
