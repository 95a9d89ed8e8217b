"""Postgres is put back to a backup, JetStream is not: writing stops, reading works, healing mends it."""

import asyncio
import json
import time
from collections.abc import Callable
from inspect import getsource
from pathlib import Path
from random import Random

import httpx
import pytest

from deploy.servers.ports import answers
from tests.crash.backups import (
    bring_database_back,
    bring_folder_back,
    bring_folder_back_under,
    copy_databases,
    copy_folder,
)
from tests.crash.senders import sending
from tests.crash.waves import HTTP_PUBLISHER, Story
from tests.e2e.deployment import PATIENCE, Deployment, deployed
from tests.e2e.facts import unit
from tests.oracle.campaign import Size
from tests.support.long import LONG, only_long

pytestmark = pytest.mark.timeout(1800)
LOGS = ("registry", "hazards")
SIZE = Size(units=20, inspections=40, hazards=60, penalties=10, cases=10)


@pytest.mark.parametrize("running", [False, True] if LONG else [True])
async def test_the_whole_cluster(tmp_path: Path, running: bool) -> None:
    """Also under running services: nothing that they remember of the other database may count."""
    with deployed(tmp_path) as deployment:
        story = Story.begin(deployment, 3, SIZE)
        await story.send_wave()
        deployment.stop()
        copy_folder(deployment)
        story.start()
        await story.send_wave()
        if running:
            bring_folder_back_under(story.whole.processes)
            await _eventually(lambda: answers(story.whole.processes.ports["postgres"]))
        else:
            deployment.stop()
            bring_folder_back(deployment)
            story.start()
        await halts_and_heals(story, LOGS)


@only_long
async def test_one_service_at_a_time(tmp_path: Path) -> None:
    """What others know of an older log is newer than that log; an older read model just catches up."""
    with deployed(tmp_path) as deployment:
        story = Story.begin(deployment, 5, SIZE)
        await story.send_wave()
        deployment.stop()
        await copy_databases(deployment, (*LOGS, "reporting"))
        story.start()
        await story.send_wave()
        for name in ("hazards", "registry", "reporting"):
            deployment.stop()
            await bring_database_back(deployment, name)
            story.start()
            await halts_and_heals(story, (name,) if name in LOGS else ())


async def halts_and_heals(story: Story, halted: tuple[str, ...]) -> None:
    """Facts go on being sent all the while: they are kept, or sent again."""
    deployment = story.deployment
    await _eventually(lambda: all(alarm(deployment, service) for service in halted))
    for service in halted:
        refused_writing(story, service)
    await _eventually(lambda: reading_works(story))
    async with sending(deployment, story.whole.office, story.flow, Random(1)) as senders:
        await asyncio.sleep(1)
        await asyncio.to_thread(deployment.run, "audit", "heal")
        await senders.finish()
    await story.check()
    all_sent_again(story)


def alarm(deployment: Deployment, service: str) -> float:
    text = deployment.account("operator").client.get(f"/{service}/metrics").text
    return next(
        (
            float(line.rpartition(" ")[2])
            for line in text.splitlines()
            if line.startswith("paicha_log_halted{")
        ),
        0,
    )


def refused_writing(story: Story, service: str) -> None:
    """A fact is refused with 503, the operator is called, and what is there can be read."""
    office = story.whole.office
    posted = unit("after-the-backup") if service == "registry" else story.flow.facts[-1].cloudevent()
    answer = office.client.post(f"/{service}/facts", json=posted)
    assert (answer.status_code, answer.json()["code"]) == (503, "log_halted")
    ready = office.client.get(f"/{service}/health/ready")
    assert ready.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert office.client.get(f"/{service}/health/live").status_code == httpx.codes.OK
    assert office.get("/registry/organisations")["organisations"]


def reading_works(story: Story) -> bool:
    """The figures are those of before the disaster: reporting reads what the streams still hold."""
    try:
        story.whole.check_figures(story.flow.facts, [None])
    except AssertionError:
        return False
    return True


def all_sent_again(story: Story) -> None:
    """The keys came back too: whoever sends again what it sent since the backup hears of the first time."""
    again = story.flow.begun.items()
    for service in LOGS:
        posted = [fact for key, fact in again if fact.service == service and key[0] == HTTP_PUBLISHER]
        receipts = story.whole.office.post_all(service, [fact.cloudevent() for fact in posted])
        assert {receipt["outcome"] for receipt in receipts} <= {"duplicate"}
    file = story.deployment.data.parent / "facts.jsonl"
    lines = [json.dumps(fact.cloudevent()) for key, fact in again if key[0] != HTTP_PUBLISHER]
    file.write_text("\n".join(lines), "utf-8")
    counts = json.loads(story.deployment.run("publish", file, "--json"))
    assert (counts["duplicate"], counts["accepted"]) == (len(lines), 0)


async def _eventually(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"not in {patience} s: {getsource(condition).strip()}"
        await asyncio.sleep(0.2)
