"""The data folder: where everything of one embedded deployment lies, and the secrets made once for it."""

import os
from pathlib import Path
from secrets import token_urlsafe

from deploy.servers.private import write_private
from shared.bus.users import OWN_LOG

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGNS = ROOT / "deploy" / "campaigns"
"""Of the installed project: `services/`, `deploy/campaigns/` and so on are found from here."""
DEFAULT = Path(os.environ.get("PAICHA_DATA", ".paicha"))


class DataFolder:
    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self.lock = self.path / "lock"
        self.address = self.path / "address.json"
        self.ports = self.path / "ports.json"
        self.older_demo_clock = self.path / "demo-clock.json"
        """Where an older version kept it."""
        self.demo_loaded = self.path / "demo-loaded"
        self.postgres = self.path / "postgres"
        self.nats = self.path / "nats"
        self.caddy = self.path / "caddy"
        self.blobs = self.path / "blobs"
        """Of the services that keep files, a folder each."""
        self.seals = self.path / "seals"
        """Sealed checkpoints of the services' logs, a folder each."""
        self.archive = self.path / "archive"
        """Of each log, a folder of its own."""
        self.shadow = self.path / "shadow"
        """What a fresh fold of the figures puts aside while it runs."""
        self.issuer = self.path / "issuer"
        self.accounts = self.issuer / "accounts.json"
        self.seats = self.issuer / "people.json"
        self.session_jwks = self.issuer / "session-jwks.json"
        self.recalled = self.issuer / "recalled.json"
        self.inbox = self.path / "inbox"
        """Of a demonstration: the mails and text messages that it sent."""
        self.api_keys = self.path / "config" / "api-keys.json"
        self.publishers = self.path / "config" / "publishers.json"
        self.demo_clock = self.path / "config" / "demo-clock.json"

    def signing_keys_of(self, service: str) -> Path:
        """What it signs with: with its other secrets, apart from the databases and their backups."""
        return self.secrets(service) / "signing-keys.json"

    @property
    def older_recalled(self) -> Path:
        """Where a version kept it whose issuer changed no accounts."""
        return self.path / "config" / "recalled.json"

    @property
    def session_key(self) -> Path:
        """What the registry signs sessions in the browser with."""
        return self.secrets("registry") / "session-key.json"

    @property
    def is_fresh(self) -> bool:
        """Nothing was recorded here yet."""
        return not self.postgres.exists()

    def create(self) -> None:
        for folder in (
            self.path,
            self.path / "logs",
            self.path / "secrets",
            self.issuer,
            self.blobs,
            self.blobs_of("reporting"),
            self.seals,
            *(self.seals_of(log) for log in OWN_LOG.values()),
            self.shadow,
            self.archive,
            *(self.archive_of(log) for log in OWN_LOG.values()),
            self.api_keys.parent,
        ):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def log(self, name: str) -> Path:
        return self.path / "logs" / f"{name}.log"

    def blobs_of(self, service: str) -> Path:
        return self.blobs / service

    def seals_of(self, log: str) -> Path:
        return self.seals / log

    def archive_of(self, log: str) -> Path:
        return self.archive / log

    def secrets(self, owner: str) -> Path:
        """The folder with the secrets of one service, or of the publishers."""
        return self.path / "secrets" / owner

    def secret(self, owner: str, name: str) -> str:
        """Made at the first call, 256 random bits, and the same ever after."""
        path = self.secrets(owner) / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            write_private(path, token_urlsafe(32))
        return path.read_text("utf-8")
