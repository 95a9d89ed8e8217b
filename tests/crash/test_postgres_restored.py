"""Postgres is put back to a backup, JetStream is not: writing stops, reading works, healing mends it."""

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import pytest

from deploy.embedded.folder import DataFolder
from deploy.servers.ports import answers
from deploy.servers.postgres import Postgres
from tests.crash.waves import HTTP_PUBLISHER, Story
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.facts import unit
from tests.oracle.campaign import Size
from tests.servers import Running

SIZE = Size(units=20, inspections=40, hazards=60, penalties=10, cases=10)
Backup = Callable[[Deployment, bool], None]
"""Makes a copy, or brings it back."""


def copy_folder(deployment: Deployment, come_back: bool) -> None:
    """The whole cluster, as a backup of its folder has it."""
    folder = DataFolder(deployment.data).postgres
    kept = folder.with_name("postgres.backup")
    if come_back:
        shutil.rmtree(folder)
        shutil.move(kept, folder)
    else:
        shutil.copytree(folder, kept)
        _same_owner(folder, kept)


def _same_owner(original: Path, copy: Path) -> None:
    owner = original.stat()
    for path in (copy, *copy.rglob("*")):
        shutil.chown(path, owner.st_uid, owner.st_gid)


def copy_hazards(deployment: Deployment, come_back: bool) -> None:
    """Only what the hazards service has."""
    asyncio.run(_copy_database(deployment, "hazards", come_back))


async def _copy_database(deployment: Deployment, name: str, come_back: bool) -> None:
    async with _postgres_alone(deployment) as admin:
        if come_back:
            await admin.execute(f"drop database {name}")
            await admin.execute(f"alter database {name}_backup rename to {name}")
        else:
            await admin.execute(f"create database {name}_backup template {name} owner {name}_owner")


@asynccontextmanager
async def _postgres_alone(deployment: Deployment) -> AsyncIterator["asyncpg.Connection[Any]"]:
    folder = DataFolder(deployment.data)
    port = json.loads(folder.ports.read_text("utf-8"))["postgres"]
    server = Postgres(folder.postgres, port, folder.secret("owners", "postgres"), folder.log("postgres"))
    running = Running(server)
    running.start()
    try:
        admin = await asyncpg.connect(server.dsn())
        yield admin
        await admin.close()
    finally:
        running.stop()


def alarm(deployment: Deployment, service: str) -> float:
    operator = deployment.account("operator")
    text = operator.client.get(f"/{service}/metrics").text
    line = next(line for line in text.splitlines() if line.startswith("paicha_log_halted{"))
    return float(line.rpartition(" ")[2])


def refused_writing(story: Story, service: str) -> None:
    """A fact is refused with 503, the operator is called, and what is there can be read."""
    office, deployment = story.whole.office, story.deployment
    posted = unit("after-the-backup") if service == "registry" else story.flow.facts[-1].cloudevent()
    answer = office.client.post(f"/{service}/facts", json=posted)
    assert (answer.status_code, answer.json()["code"]) == (503, "log_halted")
    assert alarm(deployment, service) == 1
    ready = office.client.get(f"/{service}/health/ready")
    assert ready.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert office.client.get(f"/{service}/health/live").status_code == httpx.codes.OK


def reading_works(story: Story) -> None:
    story.whole.check_figures(story.flow.facts, [None])
    assert story.whole.office.get("/registry/organisations")["organisations"]


def all_sent_again(story: Story) -> None:
    """The keys came back too: whoever sends again what it sent since the backup hears of the first time."""
    again = story.flow.begun.items()
    for service in ("registry", "hazards"):
        posted = [fact for key, fact in again if fact.service == service and key[0] == HTTP_PUBLISHER]
        receipts = story.whole.office.post_all(service, [fact.cloudevent() for fact in posted])
        assert {receipt["outcome"] for receipt in receipts} <= {"duplicate"}
    file = story.deployment.data.parent / "facts.jsonl"
    lines = [json.dumps(fact.cloudevent()) for key, fact in again if key[0] != HTTP_PUBLISHER]
    file.write_text("\n".join(lines), "utf-8")
    counts = json.loads(story.deployment.run("publish", file, "--json"))
    assert (counts["duplicate"], counts["accepted"]) == (len(lines), 0)


async def with_a_backup_and_more(deployment: Deployment, backup: Backup) -> Story:
    """A wave of facts, the backup, and another wave."""
    story = Story.begin(deployment, 3, SIZE)
    await story.send_wave()
    deployment.stop()
    await asyncio.to_thread(backup, deployment, False)
    story.start()
    await story.send_wave()
    return story


async def halts_and_heals(story: Story, halted: tuple[str, ...]) -> None:
    deployment = story.deployment
    await _eventually(lambda: all(alarm(deployment, service) for service in halted))
    for service in halted:
        refused_writing(story, service)
    reading_works(story)
    deployment.run("audit", "heal")
    await story.check()
    all_sent_again(story)
    await story.send_wave()
    await story.check()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("backup", "halted"), [(copy_folder, ("registry", "hazards")), (copy_hazards, ("hazards",))]
)
async def test_put_back_while_stopped(tmp_path: Path, backup: Backup, halted: tuple[str, ...]) -> None:
    with deployed(tmp_path) as deployment:
        story = await with_a_backup_and_more(deployment, backup)
        deployment.stop()
        await asyncio.to_thread(backup, deployment, True)
        story.start()
        await halts_and_heals(story, halted)


@pytest.mark.timeout(600)
async def test_put_back_under_running_services(tmp_path: Path) -> None:
    """They find another database where theirs was: nothing that they remember of it may count."""
    with deployed(tmp_path) as deployment:
        story = await with_a_backup_and_more(deployment, copy_folder)
        assert deployment.process is not None
        supervisor = psutil.Process(deployment.process.pid)
        postgres = story.whole.processes.find("postgres")
        assert postgres is not None
        ending = [postgres, *postgres.children()]
        supervisor.suspend()
        story.whole.processes.kill("postgres", itself=True)
        psutil.wait_procs(ending[1:], timeout=20)
        copy_folder(deployment, come_back=True)
        supervisor.resume()
        await _eventually(lambda: answers(story.whole.processes.ports["postgres"]))
        await halts_and_heals(story, ("registry", "hazards"))


async def _eventually(condition: Callable[[], bool], patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.2)
