"""The whole service on a real Postgres and a real NATS, asked over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from nats.errors import NoRespondersError
from pydantic import SecretStr

from services.notifications.app import create_app
from shared.bus.questions import asked_within
from shared.settings import Settings
from tests.notifications.chain import Chain
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import ISSUER, Issuer
from tests.support.servers import PASSWORD
from tests.support.sessions import SessionKey

PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Service:
    client: httpx.AsyncClient
    issuer: Issuer
    bus: TestBus
    database: TestDatabase
    app: FastAPI | None = None
    """Where it runs in the test's own process."""
    sessions: SessionKey | None = None

    def as_(self, role: str, organisation: str | None = None, township: str = "500112143") -> dict[str, str]:
        token = self.issuer.token(role=role, organisation=organisation, township=township, sub=f"{role}-1")
        return {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, role: str = "safety_office", organisation: str | None = None) -> Any:
        answer = await self.client.get(path, headers=self.as_(role, organisation))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def put(self, holder: str, township: str = "500112143", **contact: Any) -> dict[str, Any]:
        """`holder`: `filer/v-1`."""
        headers = self.as_("safety_office", township=township)
        answer = await self.client.put(f"/contacts/{holder}", json=contact, headers=headers)
        assert answer.status_code == 200, answer.text
        kept: dict[str, Any] = answer.json()
        return kept

    async def is_asked(self) -> None:
        """Wait until its answers to questions over the bus are there."""
        reporting = await self.bus.connect("reporting")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    await reporting.request(asked_within("notifications", "telephone"), timeout=5)
                except (NoRespondersError, TimeoutError):
                    await asyncio.sleep(0.05)
                else:
                    return

    async def holds(self, **positions: int) -> None:
        """Wait until it holds each log up to there."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (held := (await self.get("/positions"))["positions"]) != positions:
            assert time.monotonic() < deadline, f"{held} instead of {positions}"
            await asyncio.sleep(0.05)

    async def publish(self, chain: Chain) -> None:
        """As the relay of that log does."""
        stream = (await self.bus.connect(chain.log)).jetstream(timeout=30)
        for event in chain.events:
            await stream.publish(event.envelope.subject, event.raw)


@asynccontextmanager
async def running_notifications(
    bus: TestBus, own: TestDatabase, folder: Path, demo_clock_file: Path | None = None
) -> AsyncIterator[Service]:
    issuer, sessions = Issuer(folder), SessionKey(folder)
    settings = Settings(
        database_host=own.host, database_port=own.port, database_name=own.name,
        database_user="notifications", database_password=SecretStr(PASSWORD), nats_url=bus.url,
        nats_user="notifications", nats_password=SecretStr(PASSWORD), listen_port=0, issuer=ISSUER,
        sender_database_user="notifications_sender", sender_database_password=SecretStr(PASSWORD),
        sender_nats_user="sender", sender_nats_password=SecretStr(PASSWORD), demo_clock_file=demo_clock_file,
        jwks=str(issuer.path), session_jwks=str(sessions.path),
    )  # fmt: skip
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test/notifications") as client,
    ):
        service = Service(client, issuer, bus, own, app, sessions)
        await service.is_asked()
        yield service
