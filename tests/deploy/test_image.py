"""The image of a service, tried without a container engine: its files and commands in an empty folder."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy.embedded.folder import ROOT
from deploy.provision.databases import SECOND_ROLES
from deploy.servers.ports import LOOPBACK, free_port
from shared.bus.users import SENDER, SERVICES
from tests.e2e.deployment import PATIENCE
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase, fresh_database
from tests.support.servers import PASSWORD

DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text("utf-8")
COPY = re.compile(r"^COPY (?!--from)(\S+) (\S+)$", re.MULTILINE)


def build(image: Path, service: str) -> None:
    """What the COPY lines of the last stage put there, and nothing else."""
    stage = DOCKERFILE.rpartition("\nFROM ")[2]
    for source, target in COPY.findall(stage.replace("${SERVICE}", service)):
        (image / target).parent.mkdir(parents=True, exist_ok=True)
        if source.endswith("/"):
            shutil.copytree(ROOT / source, image / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, image / target)


def python_of_the_image(folder: Path) -> dict[str, str]:
    """Made by the RUN line itself: the locked packages of a service and nothing of this checkout."""
    folder.mkdir()
    for name in ("requirements.txt", "htmx.txt"):
        shutil.copy(ROOT / "deploy" / name, folder / name)
    (folder / "python").symlink_to(os.path.realpath(sys.executable))
    lines = DOCKERFILE.replace("\\\n", " ").splitlines()
    run = next(line for line in lines if line.startswith("RUN ")).removeprefix("RUN ")
    # The cache of the machine spares the test what the image builds only once.
    command = run.replace("/venv", f"{folder}/venv").replace(" --no-cache-dir", "")
    path = {"PATH": f"{folder}/venv/bin:{folder}:{os.defpath}"}
    subprocess.run(
        ["/bin/sh", "-ec", command], cwd=folder, env=os.environ | path, check=True, timeout=PATIENCE
    )
    return path | {"PYTHONDONTWRITEBYTECODE": "1"}


def settings(folder: Path, database: TestDatabase, bus: TestBus, port: int) -> dict[str, str]:
    (folder / "jwks.json").write_text('{"keys": []}')
    (folder / "publishers.json").write_text("{}")
    for name in (
        "paicha_owner_password",
        "paicha_database_password",
        "paicha_log_database_password",
        "paicha_sender_database_password",
        "paicha_sender_nats_password",
        "paicha_nats_password",
    ):
        (folder / name).write_text(PASSWORD)
    second = SECOND_ROLES.get(database.service)
    also = {} if second is None else {second.variable: second.name, "PAICHA_SENDER_NATS_USER": SENDER}
    return also | {
        "SERVICE": database.service,
        "PAICHA_SECRETS_DIR": str(folder),
        "PAICHA_DATABASE_HOST": database.host,
        "PAICHA_DATABASE_PORT": str(database.port),
        "PAICHA_DATABASE_NAME": database.name,
        "PAICHA_DATABASE_USER": database.service,
        "PAICHA_NATS_URL": bus.url,
        "PAICHA_NATS_USER": database.service,
        "PAICHA_ISSUER": "https://issuer.example",
        "PAICHA_JWKS": str(folder / "jwks.json"),
        "PAICHA_PUBLISHERS_FILE": str(folder / "publishers.json"),
        "PAICHA_CAMPAIGNS_DIR": str(ROOT / "deploy/campaigns"),
        "PAICHA_LISTEN_PORT": str(port),
    }


@contextmanager
def started(image: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = next(line for line in DOCKERFILE.splitlines() if line.startswith("CMD ")).removeprefix("CMD ")
    with subprocess.Popen(["/bin/sh", "-c", command], cwd=image, env=environment) as process:
        yield process
        process.terminate()


async def test_services_run_from_their_images_alone(postgres: str, bus: TestBus, tmp_path: Path) -> None:
    python = await asyncio.to_thread(python_of_the_image, tmp_path / "python")
    for service in SERVICES:
        image, secrets = tmp_path / service, tmp_path / f"{service}-secrets"
        secrets.mkdir()
        build(image, service)
        assert sorted(path.name for path in (image / "services").iterdir()) == ["__init__.py", service]
        port = free_port()
        async with fresh_database(postgres, service) as database:
            environment = python | settings(secrets, database, bus, port)
            url = f"http://{LOOPBACK}:{port}/{service}/health/live"
            await asyncio.to_thread(migrate_and_start, image, environment, service, url)


def migrate_and_start(image: Path, environment: dict[str, str], service: str, url: str) -> None:
    migration = ["python", "-m", "shared.migrations", service]
    subprocess.run(migration, cwd=image, env=environment, check=True, timeout=PATIENCE)
    with started(image, environment) as process:
        deadline = time.monotonic() + PATIENCE
        while not lives(url):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.2)
    assert process.returncode == 0


def lives(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, verify=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
