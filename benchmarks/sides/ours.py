"""Our side: single facts through `Intake.submit`, on the hazards service's own database and loop."""

import asyncio
import sys
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import orjson
import uvloop

from benchmarks.sides.facts import TOWNSHIP, changed, found
from benchmarks.sides.latency import summary
from benchmarks.sides.ours_hidden_row import HiddenRow
from services.hazards.commands import COMMANDS
from services.hazards.reference_cache import ReferenceCache
from shared.clock import Clock
from shared.event_log.connection import SESSION, Pool
from shared.facts.fact import Fact
from shared.intake.commit.queue import Intake
from shared.intake.judging.rules import IntakeRules
from shared.intake.waiting.hooks import Hooks
from shared.service.garbage import collect_seldom


class Ours:
    """One intake, as the service has one."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._intake = Intake(
            pool, Clock(), IntakeRules("hazards", COMMANDS, ReferenceCache(pool), 900), Hooks()
        )
        self._changes = 0
        hidden = HiddenRow(pool)
        self.requests = {
            "prepare": self._prepare, "append": self._append,
            "write": hidden.write, "settle": hidden.settle, "read": hidden.read,
        }  # fmt: skip

    async def start(self) -> None:
        await self._pool.execute(
            "insert into known (township, kind, id, said) values "
            "($1, 'unit', 'u-1', ''), ($1, 'organisation', 'v-1', 'village') on conflict do nothing",
            TOWNSHIP,
        )
        await self._intake.start()

    async def _prepare(self, request: dict[str, Any]) -> dict[str, Any]:
        """Streams of the lengths asked for."""
        facts = []
        for name, length in request["streams"]:
            facts.append(found(name, request))
            facts += [changed(name, -nth, request) for nth in range(1, length)]
        for start in range(0, len(facts), 500):
            await self._intake.submit(facts[start : start + 500], over_bus=False)
        return {"prepared": len(facts)}

    async def _append(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["new"]:
            facts = [found(name, request) for name in request["names"]]
        else:
            self._changes += 1
            facts = [changed(name, self._changes, request) for name in request["names"]]
        if request["forget"]:
            self._intake.group_commit.start_over()
        collect_seldom()
        left, latencies = iter(facts), list[float]()
        started = time.perf_counter()
        callers = (self._caller(left, latencies) for _ in range(request["callers"]))
        await asyncio.gather(*callers)
        return summary(time.perf_counter() - started, latencies)

    async def _caller(self, facts: Iterator[Fact], latencies: list[float]) -> None:
        for each in facts:
            started = time.perf_counter()
            (receipt,) = await self._intake.submit([each], over_bus=False)
            latencies.append(time.perf_counter() - started)
            if receipt is None or receipt.outcome != "accepted":
                raise AssertionError(receipt)


async def main(dsn: str) -> None:
    pool = await asyncpg.create_pool(dsn, min_size=2, max_size=8, server_settings=SESSION)
    ours = Ours(pool)
    await ours.start()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        request = orjson.loads(line)
        answer = await ours.requests[request["do"]](request)
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.buffer.flush()
    pool.terminate()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
