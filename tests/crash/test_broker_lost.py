"""NATS loses its disk, or a part of it: the streams are filled again from the logs, and facts flow on."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from deploy.embedded.folder import DataFolder
from tests.crash.flow import WAVE
from tests.crash.senders import sending
from tests.crash.waves import Story
from tests.e2e.deployment import Deployment, deployed
from tests.oracle.campaign import Size
from tests.support.long import LONG, only_long

LOGS = ("REGISTRY", "HAZARDS")
SEED = 11
BIG = Size(units=150, inspections=450, hazards=1500, penalties=200, cases=120)
"""So many facts that the stream of the hazards has more than one block."""


def streams(deployment: Deployment) -> Path:
    return DataFolder(deployment.data).nats / "store" / "jetstream" / "APP" / "streams"


def blocks(deployment: Deployment, stream: str) -> list[Path]:
    found = (streams(deployment) / stream / "msgs").glob("*.blk")
    return sorted(found, key=lambda path: int(path.stem))


def cut_short(deployment: Deployment) -> None:
    """The last block of each stream ends in the middle of a message."""
    for stream in (*LOGS, "INTAKE"):
        block = blocks(deployment, stream)[-1]
        with block.open("r+b") as file:
            file.truncate(block.stat().st_size * 2 // 3)


def without_last_block(deployment: Deployment) -> None:
    for stream in (*LOGS, "INTAKE"):
        blocks(deployment, stream)[-1].unlink()


def without_inner_block(deployment: Deployment) -> None:
    found = blocks(deployment, "HAZARDS")
    assert len(found) > 1
    found[-2].unlink()


def with_other_bytes_inside(deployment: Deployment) -> None:
    for stream in LOGS:
        block = blocks(deployment, stream)[0]
        with block.open("r+b") as file:
            file.seek(block.stat().st_size // 3)
            file.write(b"\0" * 4096)


def without_any_file(deployment: Deployment) -> None:
    shutil.rmtree(DataFolder(deployment.data).nats / "store")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("size", "damages"),
    [
        pytest.param(BIG, (without_inner_block,), marks=only_long),
        (
            WAVE,
            (with_other_bytes_inside, without_any_file, *((cut_short, without_last_block) if LONG else ())),
        ),
    ],
)
async def test_whatever_is_missing_at_the_start_is_filled_again(
    tmp_path: Path, size: Size, damages: tuple[Callable[[Deployment], None], ...]
) -> None:
    with deployed(tmp_path) as deployment:
        story = Story.begin(deployment, 7, size)
        await story.send_wave()
        story.flow.size = Size()
        for damage in damages:
            deployment.stop()
            damage(deployment)
            story.start()
            await story.send_wave()
            await story.check()


@pytest.mark.timeout(1800)
async def test_the_disk_fails_while_everything_runs(tmp_path: Path) -> None:
    """What had no receipt yet may be gone with it; the publishers send it again."""
    rng = Random(SEED)
    with deployed(tmp_path) as deployment:
        story = Story.begin(deployment, SEED)
        processes = story.whole.processes
        async with sending(deployment, story.whole.office, story.flow, rng) as senders:
            for damage in (without_any_file, cut_short, without_last_block):
                await asyncio.sleep(2 + rng.random())
                nats = processes.find("nats")
                assert nats is not None
                nats.suspend()
                damage(deployment)
                processes.kill("nats")
                while not await processes.is_back("nats"):
                    await asyncio.sleep(0.1)
            await senders.finish()
        await story.check()
