"""`python -m benchmarks.rebuild archive|stream EVENTS …`: CPU and memory of building a generation in bulk.

The live one holds nothing but its positions: comparing is not measured here.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from benchmarks.rebuild.cpu import Memory, cpu_seconds
from benchmarks.rebuild.logs import Logs, logs_of, publish, write_archives
from services.reporting.read_model import FIGURES
from shared.bus.users import REBUILD
from shared.event_log.connection import Connection
from shared.events.envelope import Envelope, event_hash
from shared.migrations import upgrade
from shared.read_model.checkpointed import Checkpointed
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase, fresh_database
from tests.support.servers import PASSWORD, Running, own_nats, own_postgres

_BULK = ("rows", "marks")


@dataclass(frozen=True, slots=True)
class Servers:
    postgres: Running
    nats: Running
    dsn: str
    nats_url: str

    def cpu(self) -> dict[str, float]:
        started = {"postgres": self.postgres.process, "nats": self.nats.process}
        return {name: cpu_seconds(process.pid) for name, process in started.items() if process is not None}


async def main(sizes: list[int], kept: Path, source: str) -> None:
    with tempfile.TemporaryDirectory(prefix="rebuild-", dir=kept) as folder:
        postgres, bus = own_postgres(Path(folder)), own_nats(Path(folder))
        running = Servers(Running(postgres), Running(bus), postgres.dsn(), bus.url)
        running.postgres.start()
        running.nats.start()
        try:
            for size in sizes:
                await measure(running, logs_of(size, kept), Path(folder) / str(size), source)
        finally:
            running.nats.stop()
            running.postgres.stop()


async def measure(servers: Servers, logs: Logs, archive: Path, source: str) -> None:
    if source == "archive":
        await asyncio.to_thread(write_archives, archive, logs)
    bus = await _with_streams(servers, {} if source == "archive" else logs)
    async with fresh_database(servers.dsn, "reporting") as database:
        await upgrade("reporting", database.owner_dsn)
        await _live_at(database, logs)
        told = [source, *(f"{log} {len(raws):,}" for log, raws in logs.items())]
        print("##", *told, flush=True)
        measured(servers, database, sum(map(len, logs.values())), {"from": source, "archive": str(archive)})
    await bus.close()


async def _with_streams(servers: Servers, logs: Logs) -> TestBus:
    bus = TestBus(servers.nats_url)
    await bus.fresh_streams()
    for log, raws in logs.items():
        await publish(await bus.connect(log), raws)
    return bus


async def _live_at(database: TestDatabase, logs: Logs) -> None:
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        async with pool.acquire() as connection:
            for log, raws in logs.items():
                await _checkpoint(connection, log, raws[-1])


async def _checkpoint(connection: Connection, log: str, raw: bytes) -> None:
    last = Envelope.from_bytes(raw)
    await connection.execute(
        "insert into checkpoints (log, log_id, position, hash, recorded) values ($1, $2, $3, $4, 0)",
        log,
        last.log_id,
        last.position,
        event_hash(raw),
    )


def measured(servers: Servers, database: TestDatabase, events: int, how: dict[str, str]) -> None:
    process = _started(servers, database, how)
    memory = Memory()
    began, before, own = time.monotonic(), servers.cpu(), 0.0
    try:
        for told in _told(process):
            memory.look(process.pid)
            if told["step"] in _BULK and told["done"]:
                continue
            after, now = servers.cpu(), cpu_seconds(process.pid)
            spent = {"own": now - own} | {name: after[name] - before[name] for name in after}
            shown = "  ".join(f"{name} {seconds / events * 1e6:6.1f}" for name, seconds in spent.items())
            rss = f"{memory.peak / 2**20:.0f} MiB"
            print(f"until {told['step']:12} {time.monotonic() - began:6.1f} s  µs/event: {shown}  {rss}")
            before, own = after, now
            if told["step"] not in _BULK:
                break
    finally:
        process.kill()
        process.wait()
    sizes = sorted((f"{size / 2**20:.0f}" for size in memory.alone.values()), key=int, reverse=True)
    print("peak MiB of each process:", *sizes, flush=True)


def _started(servers: Servers, database: TestDatabase, how: dict[str, str]) -> "subprocess.Popen[bytes]":
    told = {
        "DATABASE_HOST": database.host, "DATABASE_PORT": str(database.port), "DATABASE_NAME": database.name,
        "DATABASE_PASSWORD": PASSWORD, "NATS_URL": servers.nats_url, "NATS_USER": REBUILD,
        "NATS_PASSWORD": PASSWORD, "ARCHIVE": how["archive"] if how["from"] == "archive" else "",
        "REBUILD_PATIENCE_SECONDS": "300",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "services.reporting.generations"],
        env=os.environ | {f"PAICHA_{name}": value for name, value in told.items()},
        stdout=subprocess.PIPE,
    )


def _told(process: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    for line in process.stdout or ():
        told = orjson.loads(line)
        if "step" not in told:
            raise RuntimeError(line.decode())
        yield told


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["stream", "30000"]
    folder = Path(os.environ.get("PAICHA_BENCH_KEPT", tempfile.gettempdir())) / "rebuild-logs"
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(main([int(each) for each in chosen[1:]], folder, chosen[0]))
