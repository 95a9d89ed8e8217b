"""Our side: single facts through `Intake.submit`, on the hazards service's own database and loop."""

import asyncio
import sys
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import orjson
import uvloop

from benchmarks.sides.chosen import chosen
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

_BATCH, _SUBMITTERS = 500, 4
"""Facts of one call, as the bus hands them over, and calls at once: one is judged while one is written."""


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
        for place, (name, length) in enumerate(request["streams"]):
            facts.append(found(name, chosen(request["found"], place)))
            changes = range(1, length)
            facts += [changed(name, -nth, chosen(request["changed"], place + nth)) for nth in changes]
        started = time.perf_counter()
        batches = iter([facts[first : first + _BATCH] for first in range(0, len(facts), _BATCH)])
        await asyncio.gather(*(self._submitter(batches) for _ in range(_SUBMITTERS)))
        return {"prepared": len(facts), "rate": len(facts) / (time.perf_counter() - started)}

    async def _submitter(self, batches: Iterator[list[Fact]]) -> None:
        for batch in batches:
            for receipt in await self._intake.submit(batch, over_bus=False):
                if receipt is None or receipt.outcome != "accepted":
                    raise AssertionError(receipt)

    async def _append(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["new"]:
            facts = [found(name, chosen(request["found"], nth)) for nth, name in enumerate(request["names"])]
        else:
            self._changes += 1
            facts = [
                changed(name, self._changes, chosen(request["changed"], nth))
                for nth, name in enumerate(request["names"])
            ]
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
