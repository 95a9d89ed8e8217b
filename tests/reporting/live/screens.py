"""A screen that shows a campaign: what a client of the stream keeps, and how it comes back."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.reporting.running import PATIENCE_SECONDS, RunningReporting
from tests.reporting.story import CAMPAIGN, TOWN

BOARD = "https://board.example"
"""An origin whose pages may ask."""
ANNEXES = ("annex-3", "annex-4")


@dataclass(frozen=True)
class Event:
    name: str
    id: str
    data: dict[str, Any]

    @property
    def cells(self) -> dict[tuple[str, str, str], Any]:
        return {(one["annex"], one["filer"], one["column"]): one["value"] for one in self.data["cells"]}


async def events_of(answer: httpx.Response) -> AsyncIterator[Event]:
    """Until the stream ends; comments are passed over."""
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "event" in fields:
            yield Event(fields["event"], fields.get("id", ""), json.loads(fields["data"]))
            fields = {}


@dataclass
class Screen:
    reporting: RunningReporting
    role: str = "safety_office"
    organisation: str | None = None
    township: str = TOWN
    cells: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    last_id: str = ""
    told: list[Event] = field(default_factory=list)

    def headers(self, **claims: Any) -> dict[str, str]:
        token = self.reporting.issuer.token(
            sub=f"{self.role}-{self.organisation}",
            role=self.role,
            organisation=self.organisation,
            township=self.township,
            **claims,
        )
        resumed = {"Last-Event-ID": self.last_id} if self.last_id else {}
        return {"Authorization": f"Bearer {token}", **resumed}

    @asynccontextmanager
    async def asked(
        self, campaign: str = CAMPAIGN, origin: str = "", **claims: Any
    ) -> AsyncIterator[httpx.Response]:
        headers = self.headers(**claims) | ({"Origin": origin} if origin else {})
        async with self.reporting.client.stream(
            "GET", "/live", params={"campaign": campaign}, headers=headers
        ) as answer:
            yield answer

    def show(self, event: Event) -> None:
        self.told.append(event)
        if event.name == "end":
            return
        self.last_id, self.positions = event.id, event.data["positions"]
        if event.name == "cells":
            self.cells = event.cells
        elif event.name == "changed":
            changed = {**self.cells, **event.cells}
            self.cells = {cell: value for cell, value in changed.items() if value is not None}

    async def follow(self, until: Callable[[], bool], **claims: Any) -> None:
        """Connects, and hangs up once it is so."""
        async with asyncio.timeout(PATIENCE_SECONDS), self.asked(**claims) as answer:
            assert answer.status_code == httpx.codes.OK, await answer.aread()
            async for event in events_of(answer):
                self.show(event)
                if until():
                    return

    async def follow_to_the_end(self, **claims: Any) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.asked(**claims) as answer:
            async for event in events_of(answer):
                self.show(event)

    def up_to_date(self) -> bool:
        return self.positions == self.reporting.story.positions

    async def forms(self) -> dict[tuple[str, str, str], Any]:
        """What the forms say now, as cells."""
        found: dict[tuple[str, str, str], Any] = {}
        for annex in ANNEXES:
            document = await self.reporting.document(
                annex, role=self.role, organisation=self.organisation, township=self.township
            )
            rows = {row["filer"]["id"]: row["cells"] for row in document["rows"]}
            rows |= {f"total:{name}": row for name, row in (document.get("totals") or {}).items()}
            found |= {
                (annex, filer, column): value for filer, row in rows.items() for column, value in row.items()
            }
        return found


def without_uncredited(cells: dict[tuple[str, str, str], Any]) -> dict[tuple[str, str, str], Any]:
    """Forms tell it in a warning."""
    return {cell: value for cell, value in cells.items() if cell[1] != "uncredited"}
