"""A generation built anew beside the live one by the product's own processes, as an operator has it built."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import psutil

from benchmarks.meter import Meter
from benchmarks.servers import Servers
from benchmarks.stored.verifying import NotSound
from services.reporting.generations.settings import From
from services.reporting.generations.switching import Switching
from shared.bus.users import REBUILD
from shared.clock import Clock
from shared.event_log.connection import SESSION
from tests.support.databases import TestDatabase
from tests.support.servers import PASSWORD

_COUNTED = "comparing"
"""The step that is begun once everything is counted."""
_PATIENCE_SECONDS = 120


async def measure_rebuild(
    servers: Servers, database: TestDatabase, source: From, archive: Path | None, events: int, meter: Meter
) -> dict[str, Any]:
    """Until it is counted, from what it says first on; comparing with the live one is told apart."""
    told = _told(servers, database, source, archive)
    found, name = _built(told, events, servers, meter)
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2, server_settings=SESSION) as pool:
        await Switching(pool, Clock()).drop(name)
    return found


def _built(told: dict[str, str], events: int, servers: Servers, meter: Meter) -> tuple[dict[str, Any], str]:
    """What was measured, and the name of the generation.

    The process is waited for last: until then its CPU time can be asked for, also once it has ended.
    """
    asked = [sys.executable, "-m", "services.reporting.generations"]
    with subprocess.Popen(asked, env=os.environ | told, stdout=subprocess.PIPE) as process:
        lines = _lines(process)
        first, peak = next(lines), 0
        with meter.measuring({"rebuild": process.pid, **servers.pids}) as counted:
            for line in lines:
                peak = max(peak, _resident(process.pid))
                if line.get("step") == _COUNTED:
                    break
        began = time.perf_counter()
        compared = list(lines)[-1]["compared"]
        seconds = time.perf_counter() - began
    if process.returncode or not compared["equal"]:
        raise NotSound(compared)
    found = {
        "rate": (events - first["done"]) / counted.seconds,
        "cpu_us": counted.cost(events),
        "compared_seconds": seconds,
        "peak_mib": peak / 2**20,
    }
    return found, compared["other"]["generation"]


def _told(servers: Servers, database: TestDatabase, source: From, archive: Path | None) -> dict[str, str]:
    told = {
        "DATABASE_HOST": database.host, "DATABASE_PORT": str(database.port), "DATABASE_NAME": database.name,
        "DATABASE_PASSWORD": PASSWORD, "NATS_URL": servers.nats_url, "NATS_USER": REBUILD,
        "NATS_PASSWORD": PASSWORD, "ARCHIVE": str(archive or ""), "REBUILD_FROM": source.value,
        "REBUILD_PATIENCE_SECONDS": str(_PATIENCE_SECONDS),
    }  # fmt: skip
    return {f"PAICHA_{name}": value for name, value in told.items()}


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    for line in process.stdout or ():
        told = orjson.loads(line)
        if "failed" in told:
            raise NotSound(told)
        yield told


def _resident(pid: int) -> int:
    """Of all its processes; what they share counts for each."""
    process = psutil.Process(pid)
    return sum(each.memory_info().rss for each in (process, *process.children(recursive=True)))
