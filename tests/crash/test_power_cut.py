"""Everything dies at the same moment, as when the power goes, while facts are published."""

import asyncio
import time
from pathlib import Path
from random import Random

import pytest

from tests.crash.senders import sending
from tests.crash.waves import Story
from tests.deploy.processes import using
from tests.e2e.deployment import Deployment, deployed
from tests.support.long import LONG

CUTS = 3 if LONG else 2


@pytest.mark.timeout(1800)
async def test_everything_at_once(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    with deployed(tmp_path) as deployment:
        story = Story.begin(deployment, seed)
        async with sending(deployment, story.whole.office, story.flow, rng) as senders:
            for _ in range(CUTS):
                await asyncio.sleep(1 + rng.random())
                while not senders.in_flight:
                    await asyncio.sleep(0.005)
                await asyncio.to_thread(cut_power, deployment)
                await asyncio.to_thread(deployment.start)
            await senders.finish()
        await story.check()


def cut_power(deployment: Deployment) -> None:
    """The kernel ends what `paicha up` started when it is killed itself."""
    assert deployment.process is not None
    deployment.process.kill()
    deployment.process.wait()
    deadline = time.monotonic() + 60
    while using(deployment.data):
        assert time.monotonic() < deadline, using(deployment.data)
        time.sleep(0.05)
