"""The service as the process it really is: ready over HTTP, ends in order, says what it misses."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from deploy.servers.ports import free_port
from tests.e2e.deployment import PATIENCE
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import ISSUER, Issuer
from tests.support.relaying import eventually
from tests.support.servers import PASSWORD

COMMAND = (sys.executable, "-m", "services.notifications")
ROOT = Path(__file__).parents[2]


def environment_for(database: TestDatabase, nats_url: str, port: int, folder: Path) -> dict[str, str]:
    settings = {
        "DATABASE_HOST": database.host, "DATABASE_PORT": database.port, "DATABASE_NAME": database.name,
        "DATABASE_USER": "notifications", "DATABASE_PASSWORD": PASSWORD, "NATS_URL": nats_url,
        "NATS_USER": "notifications", "NATS_PASSWORD": PASSWORD, "LISTEN_PORT": port, "ISSUER": ISSUER,
        "JWKS": Issuer(folder).path, "SENDER_DATABASE_USER": "notifications_sender",
        "SENDER_DATABASE_PASSWORD": PASSWORD, "SENDER_NATS_USER": "sender",
        "SENDER_NATS_PASSWORD": PASSWORD,
    }  # fmt: skip
    return os.environ | {f"PAICHA_{name}": str(value) for name, value in settings.items()}


@asynccontextmanager
async def started(
    environment: dict[str, str], log: Path, command: tuple[str, ...] = COMMAND
) -> AsyncIterator[asyncio.subprocess.Process]:
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_starts_answers_and_ends_in_order(own: TestDatabase, bus: TestBus, tmp_path: Path) -> None:
    port = free_port()
    async with started(environment_for(own, bus.url, port, tmp_path), tmp_path / "log") as process:
        await ready(f"http://127.0.0.1:{port}/notifications/health/ready")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    lines = (tmp_path / "log").read_text().splitlines()
    assert all(line.startswith("{") and line.endswith("}") for line in lines), lines


async def test_ends_when_asked_to_while_it_waits_for_the_bus(own: TestDatabase, tmp_path: Path) -> None:
    nowhere = f"nats://127.0.0.1:{free_port()}"
    async with started(environment_for(own, nowhere, free_port(), tmp_path), tmp_path / "log") as process:
        await eventually(lambda: "bus" in (tmp_path / "log").read_text())
        assert process.returncode is None
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


_ASKED_AT_ONCE = """
import os, runpy, signal
from shared.http import serve
serve.collect_seldom = lambda: os.kill(os.getpid(), signal.SIGTERM)
runpy.run_module("services.notifications", run_name="__main__")
"""


async def test_ends_when_asked_to_before_it_serves(own: TestDatabase, bus: TestBus, tmp_path: Path) -> None:
    """Neither died of it nor deaf to it: between the last import and the first connection."""
    command = (sys.executable, "-c", _ASKED_AT_ONCE)
    environment = environment_for(own, bus.url, free_port(), tmp_path)
    async with started(environment, tmp_path / "log", command) as process:
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_says_why_it_can_not_start(own: TestDatabase, bus: TestBus, tmp_path: Path) -> None:
    environment = environment_for(own, bus.url, free_port(), tmp_path) | {"PAICHA_DATABASE_PASSWORD": "wrong"}
    async with started(environment, tmp_path / "log") as process:
        assert await asyncio.wait_for(process.wait(), PATIENCE) > 0
    assert "password authentication failed" in (tmp_path / "log").read_text()


async def ready(address: str) -> None:
    async with httpx.AsyncClient() as client:
        async with asyncio.timeout(PATIENCE):
            while not await answers(client, address):
                await asyncio.sleep(0.1)


async def answers(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(address)).status_code == 200
    except httpx.TransportError:
        return False


async def test_missing_settings_are_named_in_one_sentence() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAICHA_")}
    process = await asyncio.create_subprocess_exec(
        *COMMAND, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode().count("\n") == 1
    assert "PAICHA_DATABASE_NAME" in said.decode()
