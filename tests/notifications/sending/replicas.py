"""Two processes of the real service that remind one town: killed, stopped and started as a test likes."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from deploy.servers.ports import free_port
from shared.clock import DemoTime
from tests.notifications.chain import Chain
from tests.notifications.channels.mail_servers import Mailbox, mail_server
from tests.notifications.running import Service
from tests.notifications.sending.town import Reminded, at
from tests.notifications.test_process import ROOT, environment_for, ready
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock
from tests.support.issuer import Issuer

COMMAND = (sys.executable, "-m", "services.notifications")


@dataclass
class Replica:
    port: int
    environment: dict[str, str]
    log: Path
    process: asyncio.subprocess.Process | None = None

    @property
    def health(self) -> str:
        return f"http://127.0.0.1:{self.port}/notifications/health/ready"

    async def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *COMMAND, cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    def tell(self, what: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(what)

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        self.process = None


@dataclass
class Replicas:
    town: Reminded
    each: list[Replica] = field(default_factory=list)

    async def start(self) -> None:
        for replica in self.each:
            await replica.start()
        for replica in self.each:
            await ready(replica.health)

    async def kill(self) -> None:
        for replica in self.each:
            await replica.kill()


@asynccontextmanager
async def replicas(
    bus: TestBus,
    own: TestDatabase,
    folder: Path,
    moment: str,
    mailbox: Mailbox,
    chain: Chain,
    many: int = 2,
    **settings: str,
) -> AsyncIterator[Replicas]:
    """Started, and the town is known to them. `settings`: of more channels, without PAICHA_."""
    start = at(moment)
    clock = keep_clock(folder, DemoTime(start=start, anchor=datetime.now(UTC), held_at=start))
    async with mail_server(mailbox) as mail, httpx.AsyncClient(timeout=30) as client:
        more = {
            "DEMO_CLOCK_FILE": str(clock), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail),
            "SMTP_SECURITY": "plain", "SMTP_FROM": "镇安委办 <anwei@town.example>", **settings,
        }  # fmt: skip
        made = [_replica(bus, own, folder, number, more) for number in range(many)]
        client.base_url = httpx.URL(f"http://127.0.0.1:{made[0].port}/notifications")
        service = Service(client, Issuer(folder), bus, own)
        chains = {
            "registry": chain,
            "hazards": Chain("hazards", "hazards-1"),
            "reporting": Chain("reporting", "reporting-1"),
        }
        running = Replicas(Reminded(service, own, folder, mailbox, chains), made)
        announcing = asyncio.create_task(running.town.announce(lambda: shown(clock)))
        try:
            await running.start()
            yield running
        finally:
            announcing.cancel()
            await running.kill()


def shown(clock: Path) -> datetime:
    return DemoTime.model_validate_json(clock.read_text("utf-8")).at(datetime.now(UTC))


def _replica(bus: TestBus, own: TestDatabase, folder: Path, number: int, more: dict[str, str]) -> Replica:
    port = free_port()
    environment = environment_for(own, bus.url, port, folder)
    environment |= {f"PAICHA_{name}": value for name, value in more.items()}
    return Replica(port, environment, folder / f"replica-{number}.log")
