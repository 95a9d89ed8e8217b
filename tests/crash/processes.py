"""The processes of one deployment: which is which, whether it is of use again, and its sudden end."""

import json
import signal
from dataclasses import dataclass, field
from random import Random

import asyncpg
import httpx
import psutil

from deploy.embedded.folder import DataFolder
from deploy.servers.ports import LOOPBACK, answers
from tests.e2e.deployment import Deployment

COMMANDS = {
    "registry": "services.registry",
    "hazards": "services.hazards",
    "reporting": "services.reporting",
    "notifications": "services.notifications",
    "postgres": "/bin/postgres -D",
    "nats": "nats-server -c",
    "caddy": "caddy run",
}
SERVICES = ("registry", "hazards", "reporting", "notifications")
_BACKEND_INSTEAD = 0.25
"""How often one connection's process dies instead of the whole Postgres."""


@dataclass
class Processes:
    deployment: Deployment
    rng: Random
    _killed: dict[str, int] = field(default_factory=dict)

    @property
    def ports(self) -> dict[str, int]:
        ports: dict[str, int] = json.loads(DataFolder(self.deployment.data).ports.read_text("utf-8"))
        return ports | {"caddy": self.deployment.port}

    def dsn(self, database: str) -> str:
        password = DataFolder(self.deployment.data).secret("owners", "postgres")
        return f"postgresql://postgres:{password}@{LOOPBACK}:{self.ports['postgres']}/{database}"

    def find(self, kind: str) -> psutil.Process | None:
        assert self.deployment.process is not None
        for child in psutil.Process(self.deployment.process.pid).children():
            try:
                if COMMANDS[kind] in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                    return child
            except psutil.NoSuchProcess:
                continue
        return None

    async def is_back(self, kind: str) -> bool:
        """Another process than the one that was killed, and it works."""
        found = self.find(kind)
        if found is None or found.pid == self._killed.get(kind):
            return False
        if kind == "postgres":
            return await self._postgres_answers()
        if kind in SERVICES:
            return await self._service_is_ready(kind)
        return answers(self.ports[kind])

    async def _postgres_answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.dsn("postgres"), timeout=2)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True

    async def _service_is_ready(self, service: str) -> bool:
        async with httpx.AsyncClient(timeout=5, verify=False) as client:
            try:
                answer = await client.get(f"http://{LOOPBACK}:{self.ports[service]}/{service}/health/ready")
            except httpx.HTTPError:
                return False
        return answer.status_code == httpx.codes.OK

    def kill(self, kind: str, *, itself: bool = False) -> str:
        """Says what was killed; of Postgres now and then only the process of one connection."""
        found = self.find(kind)
        assert found is not None, kind
        backends = [each for each in found.children() if _serves_a_client(each)] if kind == "postgres" else []
        if backends and not itself and self.rng.random() < _BACKEND_INSTEAD:
            backend = self.rng.choice(backends)
            name = backend.cmdline()[0].strip()
            backend.send_signal(signal.SIGKILL)
            return name
        self._killed[kind] = found.pid
        found.send_signal(signal.SIGKILL)
        return kind


def _serves_a_client(process: psutil.Process) -> bool:
    try:
        return f"{LOOPBACK}(" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False
