"""A NATS server with JetStream: loopback only, every user with just its subjects, every write synced."""

import json
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.servers.ports import LOOPBACK, answers
from deploy.servers.process import Launch

MAX_PAYLOAD = 1024 * 1024
APP_ACCOUNT = "APP"
SYSTEM_ACCOUNT = "SYS"


@dataclass(frozen=True, slots=True)
class NatsUser:
    name: str
    password: str
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]

    def entry(self) -> dict[str, object]:
        return {
            "user": self.name,
            "password": self.password,
            "permissions": {
                "publish": {"allow": list(self.publish)},
                "subscribe": {"allow": list(self.subscribe)},
            },
        }


def configuration(
    port: int, store: Path, users: Sequence[NatsUser], system_users: Sequence[NatsUser], host: str = LOOPBACK
) -> str:
    """JSON, which the server reads as its own format."""
    return json.dumps(
        {
            "server_name": "paicha",
            "host": host,
            "port": port,
            "max_payload": MAX_PAYLOAD,
            "jetstream": {"store_dir": str(store), "sync_interval": "always"},
            "accounts": {
                APP_ACCOUNT: {"jetstream": "enabled", "users": [user.entry() for user in users]},
                SYSTEM_ACCOUNT: {"users": [user.entry() for user in system_users]},
            },
            "system_account": SYSTEM_ACCOUNT,
        },
        indent=1,
    )


@dataclass(frozen=True, slots=True)
class Nats:
    folder: Path
    port: int
    log: Path
    users: tuple[NatsUser, ...]
    system_users: tuple[NatsUser, ...]

    @property
    def config(self) -> Path:
        return self.folder / "nats.conf"

    def configure(self) -> None:
        """Written at every start: users and subjects follow the code."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.config.touch(0o600)
        self.config.write_text(
            configuration(self.port, self.folder, self.users, self.system_users), "utf-8"
        )

    def launch(self) -> Launch:
        server = str(Path(sysconfig.get_path("scripts")) / "nats-server")
        return Launch("nats", (server, "-c", str(self.config)), self.log)

    def ready(self) -> bool:
        return answers(self.port)

    @property
    def url(self) -> str:
        return f"nats://{LOOPBACK}:{self.port}"
