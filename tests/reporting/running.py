"""The reporting service running in a test on real servers, called as its gateway would."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import call, patch

import httpx
from fastapi import FastAPI

from services.reporting.app import create_app
from shared.canonical import GENESIS, canonical
from shared.event_log.connection import Pool
from shared.events.envelope import event_hash
from shared.follower.watermark import Watermark
from shared.instant import write_instant
from shared.settings import Settings
from tests.reporting.story import CAMPAIGN, LOG_IDS, TOWN, Story
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.http_server import listening
from tests.support.issuer import ISSUER, Issuer
from tests.support.servers import PASSWORD

PATIENCE_SECONDS = 120


@dataclass
class RunningReporting:
    """`story` is published as registry and hazards would; what was published is not published again."""

    client: httpx.AsyncClient
    issuer: Issuer
    bus: TestBus
    story: Story
    app: FastAPI
    campaign: str = CAMPAIGN

    @property
    def pool(self) -> Pool:
        pool: Pool = self.app.state.pool
        return pool

    async def publish(self) -> None:
        await self.send()
        await self._until_applied()

    async def send(self) -> None:
        """Nobody waits until it is applied."""
        for log, events in self.story.logs.items():
            jetstream = (await self.bus.connect(log)).jetstream(timeout=30)
            published = (await jetstream.stream_info(log.upper())).state.messages
            for envelope in events[published:]:
                await jetstream.publish(envelope.subject, envelope.to_bytes())

    async def announce(
        self, log: str, closed: datetime, *, position: int | None = None, log_id: str = ""
    ) -> None:
        """As the log's relay does, of all that was told so far unless a `position` is given."""
        events = self.story.logs[log]
        position = len(events) if position is None else position
        hash_ = event_hash(events[position - 1].to_bytes()) if position else GENESIS
        told = {"log": log, "logid": log_id or LOG_IDS[log], "position": position, "hash": hash_}
        announced = canonical(told | {"clock": write_instant(closed)})
        heard, watermarks = Watermark.from_bytes(announced), self.app.state.watermarks
        bus = await self.bus.connect(log)
        with patch.object(watermarks, "take", wraps=watermarks.take) as take:
            await bus.publish(f"clock.{log}", announced)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while call(log, heard) not in take.mock_calls:
                    await asyncio.sleep(0.01)

    async def _until_applied(self) -> None:
        asked = ",".join(f"{log}:{position}" for log, position in self.story.positions.items())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await self.get("annex-3", positions=asked)).status_code in (404, 409):
                await asyncio.sleep(0.05)
            while (await self.client.get("/health/ready")).status_code != 200:
                await asyncio.sleep(0.05)

    async def get(
        self,
        annex: str,
        role: str = "safety_office",
        organisation: str | None = None,
        township: str = TOWN,
        headers: dict[str, str] | None = None,
        **parameters: str,
    ) -> httpx.Response:
        token = self.issuer.token(sub=role, role=role, organisation=organisation, township=township)
        return await self.client.get(
            f"/campaigns/{self.campaign}/{annex}",
            params=parameters,
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
        )

    async def document(self, annex: str, **how: Any) -> dict[str, Any]:
        answer = await self.get(annex, **how)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document


@asynccontextmanager
async def over_http(reporting: RunningReporting) -> AsyncIterator[RunningReporting]:
    """The same service with a connection for each request, so that hanging up is noticed."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with (
        listening(reporting.app) as address,
        httpx.AsyncClient(base_url=f"{address}/reporting", limits=limits, timeout=PATIENCE_SECONDS) as client,
    ):
        yield replace(reporting, client=client)


@asynccontextmanager
async def running_reporting(
    bus: TestBus, database: TestDatabase, folder: Path, story: Story, **settings: Any
) -> AsyncIterator[RunningReporting]:
    issuer = Issuer(folder)
    given: dict[str, Any] = {
        "database_host": database.host,
        "database_port": database.port,
        "database_name": database.name,
        "database_user": "reporting",
        "database_password": PASSWORD,
        "log_database_user": "reporting_log",
        "log_database_password": PASSWORD,
        "nats_url": bus.url,
        "nats_user": "reporting",
        "nats_password": bus.password,
        "listen_port": 0,
        "issuer": ISSUER,
        "jwks": str(issuer.path),
    }
    app = create_app(Settings(**given, **settings))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test/reporting") as client,
    ):
        yield RunningReporting(client, issuer, bus, story, app)
