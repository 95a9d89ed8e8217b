"""registry, hazards and reporting running in a test, on real servers, called as their gateway would."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from services.hazards.app import create_app as create_hazards
from services.registry.app import create_app as create_registry
from services.reporting.app import create_app as create_reporting
from shared.settings import Settings
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import ISSUER, Issuer
from tests.support.servers import PASSWORD

TOWNSHIP = "500112143"
CREATE = {"registry": create_registry, "hazards": create_hazards, "reporting": create_reporting}
PATIENCE_SECONDS = 120


def settings_for(service: str, database: TestDatabase, bus: TestBus, folder: Path) -> Settings:
    publishers = {"paicha": {"township": TOWNSHIP, "role": "safety_office"}}
    (folder / "publishers.json").write_text(json.dumps(publishers))
    given: dict[str, Any] = {
        "database_host": database.host,
        "database_port": database.port,
        "database_name": database.name,
        "database_user": service,
        "database_password": PASSWORD,
        "nats_url": bus.url,
        "nats_user": service,
        "nats_password": bus.password,
        "listen_port": 0,
        "issuer": ISSUER,
        "jwks": str(folder / "jwks.json"),
        "publishers_file": folder / "publishers.json",
        "campaigns_dir": Path("deploy/campaigns"),
    }
    if service == "reporting":
        given |= {"log_database_user": "reporting_log", "log_database_password": PASSWORD}
    return Settings(**given)


@asynccontextmanager
async def running(service: str, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Ready when the block begins."""
    app: FastAPI = CREATE[service](settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=f"http://test/{service}") as client,
    ):
        await until(lambda: _ready(client))
        yield client


async def _ready(client: httpx.AsyncClient) -> bool:
    return (await client.get("/health/ready")).status_code == 200


async def until(reached: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await reached():  # what happens in the services raises no event here
            await asyncio.sleep(0.05)


def signed_in(
    issuer: Issuer, role: str = "safety_office", organisation: str | None = None, township: str = TOWNSHIP
) -> dict[str, str]:
    """A person named after the role; of another town another person."""
    name = f"{role}-{organisation}" if township == TOWNSHIP else f"{role}-{township}"
    token = issuer.token(sub=name, role=role, organisation=organisation, township=township)
    return {"Authorization": f"Bearer {token}"}


def fact(
    number: str, type_name: str, data: dict[str, Any], time: str = "2024-12-02T09:00:00+08:00"
) -> dict[str, Any]:
    return {
        "specversion": "1.0", "source": "/test", "id": number, "type": type_name, "time": time, "data": data,
    }  # fmt: skip
