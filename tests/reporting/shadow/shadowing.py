"""A shadow rebuild of a story, as the role and the user of rebuilds, beside a live one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from services.reporting.shadow.line import Rebuilt
from services.reporting.shadow.rebuilding import rebuilt
from shared.bus.users import REBUILD
from shared.clock import Clock
from shared.signing import with_new_key
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.servers import PASSWORD

ROOT = Path(__file__).parents[3]
_NOT_IDLE = "import asyncio, services.reporting.shadow.__main__ as main; asyncio.run(main.shadow())"
PATIENCE_SECONDS = 120
SECONDS = 0.5
"""The period of a process in a test."""


async def one_rebuild(bus: TestBus, database: TestDatabase) -> Rebuilt:
    connection = await asyncpg.connect(database.rebuild_dsn)
    try:
        return await rebuilt(connection, await bus.connect(REBUILD), None, Clock())
    finally:
        await connection.close()


async def altered(database: TestDatabase, *statements: str) -> None:
    """By somebody who may do anything."""
    connection = await asyncpg.connect(database.admin_dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True)
class Process:
    """`python -m services.reporting.shadow`, with what a deployment gives it."""

    bus: TestBus
    database: TestDatabase
    keys: Path
    hours: float = SECONDS / 3600

    @contextmanager
    def running(self, *, idle: bool = False, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Unless `idle`, at the priority of a test: a busy machine gives what is idle nothing at all."""
        if not self.keys.exists():
            self.keys.write_bytes(with_new_key(None))
        told: dict[str, Any] = {
            "DATABASE_HOST": self.database.host, "DATABASE_PORT": self.database.port,
            "DATABASE_NAME": self.database.name, "DATABASE_PASSWORD": PASSWORD,
            "NATS_URL": self.bus.url, "NATS_USER": REBUILD, "NATS_PASSWORD": PASSWORD,
            "SIGNING_KEYS_FILE": self.keys, "SHADOW_HOURS": self.hours,
        }  # fmt: skip
        own = {name: value for name, value in os.environ.items() if not name.startswith("PAICHA_")}
        process = subprocess.Popen(
            [sys.executable, *(("-m", "services.reporting.shadow") if idle else ("-c", _NOT_IDLE))],
            env=own | {f"PAICHA_{name}": str(value) for name, value in told.items()} | more,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
