"""When a figure is visible: looked up in reporting's own tables, where the API reads its answers."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import asyncpg

from deploy.embedded.folder import DataFolder
from deploy.embedded.ports import kept_ports

PATIENCE_SECONDS = 300


class NotSeen(Exception):
    """What was published did not come out: the benchmark is broken, not slow."""


@dataclass(frozen=True, slots=True)
class Seen:
    connection: "asyncpg.Connection[Any]"

    @classmethod
    async def of(cls, folder: DataFolder) -> "Seen":
        return cls(
            await asyncpg.connect(
                host="127.0.0.1",
                port=kept_ports(folder)["postgres"],
                user="reporting",
                password=folder.secret("reporting", "paicha_database_password"),
                database="reporting",
            )
        )

    async def positions(self) -> int:
        """Of all logs together: events whose effect is in the cells."""
        applied: int = await self.connection.fetchval(
            "select coalesce(sum(position), 0)::int from checkpoints"
        )
        return applied

    async def cell(self, place: str, column: str) -> int:
        value: int | None = await self.connection.fetchval(
            "select value from cells where place = $1 and column_key = $2", place, column
        )
        return value or 0

    async def until(self, events: int) -> float:
        """When (`time.perf_counter`) that many events had their effect."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while await self.positions() < events:
            if time.monotonic() > deadline:
                raise NotSeen(f"{await self.positions()} of {events} events were counted")
            await asyncio.sleep(0.02)
        return time.perf_counter()
