"""Facts are published without a pause while one process after another is killed with -9, at any moment."""

import asyncio
import logging
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from deploy.embedded.publishers import OWN
from tests.crash.flow import Flow
from tests.crash.processes import COMMANDS, Processes
from tests.crash.quiet import Whole
from tests.crash.senders import Senders, sending
from tests.crash.summary import PROPERTY
from tests.crash.waves import HTTP_PUBLISHER
from tests.e2e.deployment import PATIENCE, deployed
from tests.e2e.real_town import real_town

_log = logging.getLogger(__name__)

KILLS = int(os.environ.get("PAICHA_KILLS", "2"))
"""Of each kind of process."""
KINDS = tuple(os.environ.get("PAICHA_KINDS", ",".join(COMMANDS)).split(","))
LOOK_EVERY = 5
"""Kills of each kind between two looks at everything."""
_LONGEST_WAIT = 0.4


@dataclass
class Killing:
    processes: Processes
    senders: Senders
    rng: Random
    counted: Counter[str] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)
    """Kills that did not count, because nothing was under way."""
    _last: str = ""

    def told(self) -> str:
        kills = ", ".join(f"{kind} {count}" for kind, count in self.counted.items())
        idle = sum(self.idle.values())
        return f"kills: {kills}; {idle} found no work and did not count; {len(self.senders.flow.begun)} facts"

    async def until(self, kills: int) -> None:
        """So many of each kind, in any order, hardly ever the same one twice in a row."""
        while due := [kind for kind in KINDS if self.counted[kind] < kills]:
            others = [kind for kind in due if kind != self._last] or due
            await self._kill_one(self.rng.choice(others))

    async def _kill_one(self, kind: str) -> None:
        answered = self.senders.answered
        await self._wait_until_worth_it(kind, answered)
        await asyncio.sleep(self.rng.random() * _LONGEST_WAIT)
        at_work = await self._is_at_work()
        killed = self.processes.kill(kind)
        (self.counted if at_work else self.idle)[kind] += 1
        self._last = kind
        _log.info("%s killed, %d facts in flight", killed, self.senders.in_flight)

    async def _is_at_work(self) -> bool:
        """The moment of the kill is random; one that finds nothing under way waits a little for work."""
        for _ in range(100):
            if self.senders.in_flight:
                return True
            await asyncio.sleep(0.005)
        return False

    async def _wait_until_worth_it(self, kind: str, answered: int) -> None:
        """It is back from its last end, and since the last kill facts were settled again."""
        deadline = time.monotonic() + PATIENCE
        while self.senders.answered == answered or not await self.processes.is_back(kind):
            self.senders.look()
            assert time.monotonic() < deadline, f"{kind} or the flow of facts did not come back"
            await asyncio.sleep(0.05)


@pytest.mark.timeout(300 + 120 * KILLS)
async def test_nothing_is_lost_or_doubled_whoever_dies(
    tmp_path: Path,
    seed: int,
    record_property: Callable[[str, object], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, __name__)
    caplog.set_level(logging.WARNING, "httpx")
    rng = Random(seed)
    killing = None
    try:
        with deployed(tmp_path) as deployment:
            office = deployment.account("safety_office")
            whole = Whole(Processes(deployment, rng), office, real_town(office))
            flow = Flow(whole.town, seed, publishers={"bus": OWN, "http": HTTP_PUBLISHER})
            async with sending(deployment, office, flow, rng) as senders:
                killing = Killing(whole.processes, senders, rng)
                for kills in (*range(LOOK_EVERY, KILLS, LOOK_EVERY), KILLS):
                    await killing.until(kills)
                    await senders.finish()
                    await whole.check(flow, rng)
                    senders.go_on()
                    _log.info("%d facts, all well after %s", len(flow.begun), dict(killing.counted))
    finally:
        record_property(PROPERTY, f"seed {seed}: {'' if killing is None else killing.told()}")
