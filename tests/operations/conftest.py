"""hazards as a whole, asked for its pages over HTTP by people of two towns."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import TOWNSHIP, running, settings_for, signed_in

PAGES = "/pages/operations"
ELSEWHERE = "500112999"


@dataclass
class Console:
    """`get` and `post` are what a browser does, by a token in place of its cookie."""

    client: httpx.AsyncClient
    issuer: Issuer

    async def get(
        self, path: str, role: str = "operator", township: str = TOWNSHIP, **query: str
    ) -> httpx.Response:
        headers = signed_in(self.issuer, role, township=township)
        return await self.client.get(f"{PAGES}{path}", params=query or None, headers=headers)

    async def post(
        self, path: str, role: str = "operator", township: str = TOWNSHIP, **fields: str
    ) -> httpx.Response:
        headers = signed_in(self.issuer, role, township=township)
        return await self.client.post(f"{PAGES}{path}", data=fields, headers=headers)

    async def page(self, path: str, role: str = "operator", township: str = TOWNSHIP, **query: str) -> str:
        answer = await self.get(path, role, township, **query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.text

    async def done(self, path: str, **fields: str) -> str:
        """The record of an act that was led to."""
        answer = await self.post(path, **fields)
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
        return await self.page(answer.headers["location"].partition(PAGES)[2])

    async def refused(self, path: str, **fields: str) -> str:
        """What the page says; it is the problem's own sentence."""
        answer = await self.post(path, **fields)
        assert answer.status_code >= httpx.codes.BAD_REQUEST, answer.text
        return answer.text

    async def send(self, facts: list[dict[str, Any]], township: str = TOWNSHIP) -> None:
        headers = signed_in(self.issuer, "safety_office", township=township)
        answer = await self.client.post("/facts", json=facts, headers=headers)
        assert answer.status_code == httpx.codes.OK, answer.text


@pytest.fixture
async def console(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[Console]:
    issuer = Issuer(tmp_path)
    settings = settings_for("hazards", await service_database("hazards"), bus, tmp_path)
    async with running("hazards", settings) as client:
        yield Console(client, issuer)
