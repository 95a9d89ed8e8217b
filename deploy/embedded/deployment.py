"""Brings the deployment up step by step; each step may be repeated on the same folder any number of times."""

from dataclasses import dataclass

from deploy.embedded.accounts.store import ensure_accounts
from deploy.embedded.bus import bus_staff
from deploy.embedded.databases import known_logs, provision_databases
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.issuer.seats import ensure_seats, first_township
from deploy.embedded.issuer.town import read_towns
from deploy.embedded.owners import give_out, open_ways
from deploy.embedded.ports import inner_ports, upstreams
from deploy.embedded.probes import Service, answers, whether
from deploy.embedded.programs import inbox_launch, issuer_launch, service_launches, shadow_launches
from deploy.embedded.progress import Progress
from deploy.embedded.publishers import bus_accounts, write_publishers
from deploy.embedded.reach import check_reach
from deploy.embedded.running import Address, write_address
from deploy.embedded.said_at_start import end_of, said_since
from deploy.embedded.sending import ensure_inbox
from deploy.embedded.session_key import ensure_session_key
from deploy.embedded.signing_key import ensure_signing_keys
from deploy.embedded.supervisor import Supervisor
from deploy.servers.caddy import Caddy
from deploy.servers.nats import Nats
from deploy.servers.ports import LOOPBACK
from deploy.servers.postgres import Postgres
from shared.bus.tend import prepare, tend

_HALTED = (
    "！{name} 停止写入：日志与消息流不一致（数据库可能恢复自旧备份）。请运行 paicha audit heal --data {data} "
    "{name} takes no facts: its log and its stream disagree. Reading works; run the command above."
)


@dataclass(frozen=True, slots=True)
class Deployment:
    folder: DataFolder
    port: int
    demo: bool
    demo_clock: bool
    progress: Progress
    supervisor: Supervisor

    async def start(self) -> Address:
        ports = inner_ports(self.folder, taken=self.port, demo=self.demo)
        gateway = f"http://{LOOPBACK}:{self.port}"
        address = Address(
            gateway, f"nats://{LOOPBACK}:{ports['nats']}", f"{gateway}/issuer", self.demo, self.demo_clock
        )
        open_ways(self.folder)
        check_reach(self.folder)
        ensure_keys(self.folder)
        ensure_session_key(self.folder)
        ensure_signing_keys(self.folder)
        towns = read_towns()
        ensure_accounts(self.folder, first_township(self.folder, towns))
        if self.demo:
            ensure_seats(self.folder, towns)
            ensure_inbox(self.folder)
        write_address(self.folder, address)
        if not self.folder.api_keys.exists():
            self.folder.api_keys.write_text('{"keys": []}', "utf-8")
        postgres = await self.databases_up(ports)
        await self.bus_up(ports, postgres)
        await self._programs(ports, address)
        return address

    async def tend(self, address: Address) -> None:
        """For ever, once everything has started: a bus started again may have lost its streams."""
        await tend(
            bus_staff(self.folder, address.nats_url), lambda done: self.progress.say(f"  {done}"), _nothing
        )

    async def _streams(self, postgres: Postgres, nats_url: str) -> None:
        logs = await known_logs(self.folder, postgres)
        for done in await prepare(bus_staff(self.folder, nats_url), logs):
            self.progress.say(f"  {done}")

    def _postgres(self, ports: dict[str, int]) -> Postgres:
        return Postgres(
            self.folder.postgres,
            ports["postgres"],
            self.folder.secret("owners", "postgres"),
            self.folder.log("postgres"),
        )

    async def databases_up(self, ports: dict[str, int]) -> Postgres:
        postgres = self._postgres(ports)
        with self.progress.step("Postgres is running"):
            postgres.initialise()
            self.supervisor.start(postgres.launch())
            await self.supervisor.until("postgres", whether(postgres.ready))
        with self.progress.step("Databases, roles and tables are up to date"):
            await provision_databases(self.folder, postgres)
        return postgres

    async def bus_up(self, ports: dict[str, int], postgres: Postgres) -> str:
        """Its address. The streams are compared with the logs as they are by now."""
        accounts = bus_accounts(self.folder, write_publishers(self.folder))
        nats = Nats(self.folder.nats, ports["nats"], self.folder.log("nats"), accounts)
        with self.progress.step("NATS is running, its streams are there and synced to disk"):
            nats.configure()
            nats.read_whole_store()
            self.supervisor.start(nats.launch())
            await self.supervisor.until("nats", whether(nats.ready))
            await self._streams(postgres, nats.url)
        return nats.url

    async def _programs(self, ports: dict[str, int], address: Address) -> None:
        """The gateway comes last: who reaches one service through it finds all of them ready."""
        give_out(self.folder)
        behind = {name: ports[name] for name in upstreams(demo=self.demo)}
        before = {name: end_of(self.folder.log(name)) for name in behind}
        self.supervisor.start(
            *service_launches(self.folder, ports, address),
            *shadow_launches(self.folder, ports, address),
            issuer_launch(self.folder, ports["issuer"], address, demo=self.demo),
            *([inbox_launch(self.folder, ports, address)] if self.demo else []),
        )
        for name, port in behind.items():
            await self._until_ready(name, f"http://{LOOPBACK}:{port}/{name}/health/ready")
            for told in said_since(self.folder.log(name), before[name]):
                self.progress.say(told)
        caddy = Caddy(self.folder.caddy, LOOPBACK, self.port, self.folder.log("caddy"), behind)
        with self.progress.step(f"The gateway answers on {address.url}"):
            caddy.configure()
            self.supervisor.start(caddy.launch())
            await self.supervisor.until("caddy", whether(caddy.ready))

    async def _until_ready(self, name: str, ready: str) -> None:
        service = Service(ready)
        with self.progress.step(f"{name} is running"):
            await self.supervisor.until(name, service.started, service.telling)
        if not await answers(ready)():
            self.progress.say(_HALTED.format(name=name, data=self.folder.path))


def _nothing() -> None:
    """That all is in order needs no word."""
