"""A log restored in a deployment that stands still: its servers run for as long as that takes."""

import asyncio
import sys
from dataclasses import dataclass
from typing import Any

import asyncpg

from deploy.embedded.deployment import Deployment
from deploy.embedded.folder import DataFolder
from deploy.embedded.owners import open_ways
from deploy.embedded.ports import inner_ports
from deploy.embedded.progress import Progress
from deploy.embedded.quiet import quieten
from deploy.embedded.reach import check_reach
from deploy.embedded.supervisor import Supervisor
from deploy.provision.databases import SECOND_ROLES
from deploy.servers.ports import LOOPBACK
from shared.archive.restoring import Progress as Reached
from shared.archive.restoring import restore_archived, restore_tail
from shared.archive.store import Store
from shared.bus.connect import connected
from shared.event_log.connection import SESSION
from shared.event_log.head import read_head
from shared.relay.compare import Verdict
from shared.relay.heal import Healed


@dataclass(frozen=True, slots=True)
class Restored:
    archived: int
    """All up to this position came from the archive."""
    tail: Healed
    """What came from the stream."""
    position: int
    hash: str
    verdict: Verdict
    """Of log and stream, in the end."""


@dataclass(frozen=True, slots=True)
class Restoring:
    folder: DataFolder
    service: str
    store: Store
    reached: Reached

    def run(self) -> Restored:
        """For who holds the folder's lock."""
        quieten()
        self.folder.create()
        return asyncio.run(self._run())

    async def _run(self) -> Restored:
        progress = Progress(sys.stderr)
        supervisor = Supervisor(progress.say)
        deployment = Deployment(self.folder, 0, False, False, progress, supervisor)
        open_ways(self.folder)
        check_reach(self.folder)
        ports = inner_ports(self.folder, taken=0, demo=False)
        try:
            postgres = await deployment.databases_up(ports)
            connection = await self._connect(ports["postgres"])
            try:
                manifest = await restore_archived(connection, self.store, self.reached)
                # Only now: the streams are compared with what the logs hold.
                nats = await deployment.bus_up(ports, postgres)
                password = self.folder.secret(self.service, "paicha_nats_password")
                async with connected(nats, self.service, password, on_closed=_nothing) as bus:
                    tail, verdict = await restore_tail(bus, connection, manifest.log)
                head = await read_head(connection)
                return Restored(manifest.position, tail, head.position, head.hash, verdict)
            finally:
                connection.terminate()
        finally:
            await supervisor.stop()

    async def _connect(self, port: int) -> "asyncpg.Connection[Any]":
        """As the role that may append to the log, and no more."""
        second = SECOND_ROLES.get(self.service)
        role = self.service if second is None else second.name
        secret = "paicha_database_password" if second is None else second.secret
        return await asyncpg.connect(
            host=LOOPBACK,
            port=port,
            user=role,
            password=self.folder.secret(self.service, secret),
            database=self.service,
            server_settings=SESSION,
        )


def _nothing() -> None:
    """A closed connection fails the request in hand."""
