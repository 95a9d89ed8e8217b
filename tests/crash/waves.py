"""A whole wave of facts sent and settled with nothing in its way: what comes before or after a disaster."""

import asyncio
import json
import time
from dataclasses import dataclass
from random import Random

import asyncpg

from deploy.embedded.publishers import OWN
from tests.crash.flow import WAVE, Flow
from tests.crash.processes import Processes
from tests.crash.quiet import Whole
from tests.e2e.deployment import PATIENCE, Deployment
from tests.e2e.real_town import real_town
from tests.oracle.campaign import Size

HTTP_PUBLISHER = "safety_office@500112143"


@dataclass
class Story:
    """A deployment with everything that was ever sent to it; it may be stopped and started on the way."""

    deployment: Deployment
    flow: Flow
    whole: Whole
    rng: Random

    @classmethod
    def begin(cls, deployment: Deployment, seed: int, size: Size = WAVE) -> "Story":
        rng = Random(seed)
        office = deployment.account("safety_office")
        town = real_town(office)
        flow = Flow(town, seed, size, publishers={"bus": OWN, "http": HTTP_PUBLISHER})
        return cls(deployment, flow, Whole(Processes(deployment, rng), office, town), rng)

    def start(self) -> None:
        self.deployment.start()
        office = self.deployment.account("safety_office")
        self.whole = Whole(self.whole.processes, office, self.whole.town)

    async def send_wave(self, *, settle: bool = True) -> None:
        """Over HTTP first, so that much of it has to wait for what comes over the bus."""
        for service in ("hazards", "registry"):
            facts = self.flow.take("hazards" if service == "hazards" else "registry", 10**9)
            self.whole.office.post_all(service, [fact.cloudevent() for fact in facts])
        self.publish([json.dumps(fact.cloudevent()) for fact in self.flow.take("bus", 10**9)])
        if settle:
            await self.settled()

    def publish(self, lines: list[str]) -> None:
        file = self.deployment.data.parent / "facts.jsonl"
        file.write_text("\n".join(lines) + "\n", "utf-8")
        self.deployment.run("publish", file)

    async def settled(self, patience: float = PATIENCE) -> None:
        """Every fact sent is recorded."""
        deadline = time.monotonic() + patience
        for log in ("registry", "hazards"):
            expected = sum(fact.service == log for fact in self.flow.begun.values())
            while (found := await self._recorded(log)) != expected:
                assert time.monotonic() < deadline, f"{log}: {found} of {expected}"
                await asyncio.sleep(0.1)

    async def _recorded(self, log: str) -> int:
        connection = await asyncpg.connect(self.whole.processes.dsn(log))
        try:
            return int(
                await connection.fetchval(
                    "select count(*) from recorded_facts where publisher <> 'campaign-file'"
                )
            )
        finally:
            await connection.close()

    async def check(self) -> None:
        await self.whole.check(self.flow, self.rng)
