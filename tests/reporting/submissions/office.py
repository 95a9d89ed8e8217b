"""Signing and reviewing as people do it: over HTTP, at a time of the test's choosing, in two towns."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from shared.clock import DemoTime
from shared.signing import with_new_key
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, at
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock

FILER, OTHER, VILLAGE = "d-a", "d-b", "v-e"


@dataclass
class Office:
    """`name` signs for the filer; the safety office reviews."""

    reporting: RunningReporting
    keys: Path
    database: TestDatabase
    township: str = TOWN
    campaign: str = CAMPAIGN
    tokens: dict[tuple[str, ...], str] = field(default_factory=dict)

    def as_(self, role: str, organisation: str | None = None, name: str | None = "王芳") -> dict[str, str]:
        claims: dict[str, Any] = {} if name is None else {"name": name, "office": "科员"}
        subject = f"{role}@{organisation or self.township}"
        token = self.reporting.issuer.token(
            sub=subject, role=role, organisation=organisation, township=self.township, **claims
        )
        return {"Authorization": f"Bearer {token}"}

    @property
    def officer(self) -> dict[str, str]:
        return self.as_("officer", FILER)

    @property
    def safety_office(self) -> dict[str, str]:
        return self.as_("safety_office", "safety-office", "李雷")

    async def get(self, path: str, who: dict[str, str] | None = None, **parameters: str) -> httpx.Response:
        return await self.reporting.client.get(
            f"/campaigns/{self.campaign}/{path}", params=parameters, headers=who or self.safety_office
        )

    async def post(
        self, path: str, body: dict[str, Any], who: dict[str, str] | None = None, key: str | None = None
    ) -> httpx.Response:
        headers = {**(who or self.safety_office), "Idempotency-Key": key or str(uuid4())}
        return await self.reporting.client.post(
            f"/campaigns/{self.campaign}/{path}", json=body, headers=headers
        )

    async def prepared(self, period: str = "2", filer: str = FILER) -> dict[str, Any]:
        answer = await self.get(f"periods/{period}/{filer}")
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def body(self, period: str = "2", filer: str = FILER, **more: Any) -> dict[str, Any]:
        report = (await self.prepared(period, filer))["report"]
        named = {name: report[name] for name in ("occurred_until", "positions", "digest")}
        return {"period": period, "filer": filer, "report": named, **more}

    async def sign(self, period: str = "2", filer: str = FILER, **more: Any) -> httpx.Response:
        role = "reporter" if filer.startswith("v-") else "officer"
        return await self.post("submissions", await self.body(period, filer, **more), self.as_(role, filer))

    async def signed(self, period: str = "2", filer: str = FILER, **more: Any) -> str:
        answer = await self.sign(period, filer, **more)
        assert answer.status_code == 201, answer.text
        number: str = answer.json()["number"]
        return number

    async def submission(self, number: str) -> dict[str, Any]:
        answer = await self.get(f"submissions/{number}")
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    @asynccontextmanager
    async def owner(self) -> "AsyncIterator[asyncpg.Connection[Any]]":
        """A connection as the owner of the tables."""
        connection = await asyncpg.connect(self.database.owner_dsn)
        try:
            yield connection
        finally:
            await connection.close()

    def set_clock(self, now: str) -> None:
        """From this moment on, as if it were that time."""
        keep_clock(self.keys.parent, clock_at(now))

    async def publish(self) -> None:
        await self.reporting.publish()


def clock_at(now: str) -> DemoTime:
    return DemoTime(start=at(now), anchor=datetime.now(UTC))


@asynccontextmanager
async def open_office(
    bus: TestBus, database: TestDatabase, folder: Path, story: Story, now: str
) -> AsyncIterator[Office]:
    keys = folder / "signing-keys.json"
    keys.write_bytes(with_new_key(None))
    blobs = folder / "blobs"
    blobs.mkdir()
    running = running_reporting(
        bus,
        database,
        folder,
        story,
        demo_clock_file=keep_clock(folder, clock_at(now)),
        signing_keys_file=keys,
        blobs_dir=blobs,
    )
    async with running as reporting:
        await reporting.publish()
        yield Office(reporting, keys, database)
