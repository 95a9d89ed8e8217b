"""A deployment's processes, and waiting for them."""

import time
from collections.abc import Callable
from inspect import getsource
from typing import Any

import psutil

from tests.e2e.deployment import PATIENCE, Deployment

KINDS = {
    "postgres": "/bin/postgres -D",
    "nats": "nats-server -c",
    "caddy": "caddy run",
    "issuer": "deploy.embedded.issuer",
    "registry": "services.registry",
    "hazards": "services.hazards",
    "reporting": "services.reporting",
    "shadow": "services.reporting.shadow",
    "notifications": "services.notifications",
}


UNIT = {
    "specversion": "1.0",
    "type": "unit.registered",
    "source": "/tests/deploy",
    "id": "1",
    "time": "2024-11-20T09:00:00+08:00",
    "data": {"unit_id": "u-kept", "name": "大盛米店", "kind": "small_venue", "village": "v-dasheng"},
}


def pid_of(deployment: Deployment, kind: str) -> int | None:
    assert deployment.process is not None
    for child in psutil.Process(deployment.process.pid).children():
        try:
            if _is(kind, child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                return child.pid
        except psutil.NoSuchProcess:
            continue
    return None


def _is(kind: str, cmdline: list[str]) -> bool:
    told = " ".join(cmdline)
    return KINDS[kind] in told and (kind == "shadow" or KINDS["shadow"] not in told)


def eventually(look: Callable[[], Any], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not look():
        assert time.monotonic() < deadline, f"not in {patience} s: {getsource(look).strip()}"
        time.sleep(0.2)
