"""Backups of what a deployment has in Postgres, made and brought back as an operator does it."""

import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import psutil

from deploy.embedded.folder import DataFolder
from deploy.embedded.ports import kept_ports
from deploy.servers.postgres import Postgres
from tests.crash.processes import Processes
from tests.e2e.deployment import Deployment
from tests.support.servers import Running


def copy_folder(deployment: Deployment) -> None:
    """The whole cluster; it must not run."""
    folder = DataFolder(deployment.data).postgres
    kept = folder.with_name("postgres.backup")
    shutil.copytree(folder, kept)
    owner = folder.stat()
    for path in (kept, *kept.rglob("*")):
        shutil.chown(path, owner.st_uid, owner.st_gid)


def bring_folder_back(deployment: Deployment) -> None:
    folder = DataFolder(deployment.data).postgres
    shutil.rmtree(folder)
    shutil.move(folder.with_name("postgres.backup"), folder)


def bring_folder_back_under(processes: Processes) -> None:
    """While the services run: they find another database where theirs was."""
    deployment = processes.deployment
    postgres = processes.find("postgres")
    assert deployment.process is not None
    assert postgres is not None
    supervisor = psutil.Process(deployment.process.pid)
    supervisor.suspend()
    children = postgres.children()
    processes.kill("postgres", itself=True)
    psutil.wait_procs(children, timeout=60)
    bring_folder_back(deployment)
    supervisor.resume()


async def copy_databases(deployment: Deployment, names: Iterable[str]) -> None:
    """Each by itself, while nothing else runs."""
    async with postgres_alone(deployment) as admin:
        for name in names:
            await admin.execute(f"create database {name}_backup template {name} owner {name}_owner")


async def bring_database_back(deployment: Deployment, name: str) -> None:
    async with postgres_alone(deployment) as admin:
        await admin.execute(f"drop database {name}")
        await admin.execute(f"alter database {name}_backup rename to {name}")


@asynccontextmanager
async def postgres_alone(deployment: Deployment) -> AsyncIterator["asyncpg.Connection[Any]"]:
    folder = DataFolder(deployment.data)
    port = kept_ports(folder)["postgres"]
    server = Postgres(folder.postgres, port, folder.secret("owners", "postgres"), folder.log("postgres"))
    running = Running(server)
    running.start()
    try:
        admin = await asyncpg.connect(server.dsn())
        yield admin
        await admin.close()
    finally:
        running.stop()
