"""What a service process is told from outside: `PAICHA_…` variables, or files of a secrets folder.

The field descriptions are the operators' documentation: docs/settings.md is written from them.
"""

import os
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from pydantic import AwareDatetime, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.clock import Clock

_ORIGIN = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def _origins(given: object) -> object:
    """As browsers write them: in lower case, and nothing after host and port."""
    if not isinstance(given, str):
        return given
    origins = tuple(origin.strip() for origin in given.split(",") if origin.strip())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"no origin: {origin}")
    return origins


def _public_url(given: object) -> object:
    """As browsers write it. It is printed for good, so that anything else is refused at the start."""
    if isinstance(given, str):
        given = given.strip().lower().removesuffix("/")
        if not _ORIGIN.fullmatch(given):
            raise ValueError(f"no address like https://paicha.example: {given}")
    return given


class Settings(BaseSettings):
    """Settings of one service; the same names in every deployment."""

    model_config = SettingsConfigDict(
        env_prefix="PAICHA_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    database_host: str = Field(
        default="127.0.0.1", description="Host of Postgres, or the folder of its socket."
    )
    database_port: int = Field(default=5432, description="Port of Postgres.")
    database_name: str = Field(description="The service's own database.")
    database_user: str = Field(description="The service's own role; not the role that owns the tables.")
    database_password: SecretStr = Field(description="Its password.")
    log_database_user: str | None = Field(
        default=None,
        description="Reporting's role that may write its log; the projection's own may only read it.",
    )
    log_database_password: SecretStr | None = Field(default=None, description="Its password.")
    sender_database_user: str | None = Field(
        default=None,
        description="Notifications' role that may write reminders; what folds the logs may only read them.",
    )
    sender_database_password: SecretStr | None = Field(default=None, description="Its password.")
    nats_url: str = Field(default="nats://127.0.0.1:4222", description="Address of NATS.")
    nats_user: str = Field(description="The service's own NATS user.")
    nats_password: SecretStr = Field(description="Its password.")
    sender_nats_user: str | None = Field(
        default=None, description="Notifications' NATS user that may publish deliveries."
    )
    sender_nats_password: SecretStr | None = Field(default=None, description="Its password.")
    remind_from: AwareDatetime | None = Field(
        default=None,
        description="Nobody is reminded before, nor of what was due before: while contacts and templates are "
        "still entered, or in a demonstration's past. Without it: from the first start on.",
    )
    listen_host: str = Field(
        default="127.0.0.1", description="Address to listen on; the gateway stands before it."
    )
    listen_port: int = Field(ge=0, le=65535, description="Port to listen on.")
    issuer: str = Field(description="The `iss` that tokens must carry, to the letter.")
    audience: str = Field(default="paicha", description="The `aud` that tokens must carry.")
    jwks: str = Field(description="The issuer's public keys: a file, or an https (on loopback http) address.")
    api_keys_file: Path | None = Field(
        default=None, description="JSON file of the machine keys' hashes; read again when it changes."
    )
    recalled_file: Path | None = Field(
        default=None,
        description="JSON file of the accounts whose earlier tokens are no longer good; read again when it "
        "changes.",
    )
    publishers_file: Path | None = Field(
        default=None,
        description="JSON file of what each publisher on the bus may act for; read again when it changes.",
    )
    session_jwks: str | None = Field(
        default=None,
        description="Public keys of the cookies of people who signed in with a browser: a file, or an https "
        "(on loopback http) address. Without it no cookie is accepted, and pages can't be opened.",
    )
    session_key_file: Path | None = Field(
        default=None,
        description="The registry's private key that signs those cookies: a JWK of P-256. Without it nobody "
        "signs in with a browser.",
    )
    oidc_discovery: str | None = Field(
        default=None,
        description="Where the issuer says what it offers, when not at "
        "`<issuer>/.well-known/openid-configuration`.",
    )
    oidc_client_id: str = Field(default="paicha", description="The registry's client at the issuer.")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="Its secret, where the issuer asks for one; PKCE is used always."
    )
    signing_keys_file: Path | None = Field(
        default=None,
        description="JSON file of the keys that a service signs with (reports, statements, checkpoints), the "
        "newest last; read again when it changes. Kept apart from the databases and their backups.",
    )
    seals_dir: Path | None = Field(
        default=None,
        description="Folder of the sealed checkpoints of the service's log, apart from its database and "
        "backed up after it. Without it, or without signing keys, nothing is sealed.",
    )
    blobs_dir: Path | None = Field(
        default=None,
        description="Folder of the documents that reporting keeps, each under its hash; backed up after the "
        "databases.",
    )
    archive: str | None = Field(
        default=None,
        description="Folder of the archives: each service with a log writes its own below it, under the "
        "log's name. Without it nothing is archived.",
    )
    campaigns_dir: Path | None = Field(
        default=None, description="Folder of campaign files, loaded by the registry at start."
    )
    reminders_file: Path | None = Field(
        default=None,
        description="YAML file of the rules that notifications reminds by, in place of the product's own "
        "(`services/notifications/policy/reminders-1.yaml`); read at the start.",
    )
    demo_clock_file: Path | None = Field(
        default=None,
        description="JSON file of a demonstration's clock, `{start, anchor, speed}`, read again when it "
        "changes; never in a real deployment.",
    )
    people_page: bool = Field(
        default=False,
        description="Whether `/issuer/people` answers here: safety office and operators are then led to it.",
    )
    inbox_page: bool = Field(
        default=False, description="The same of a demonstration's `/inbox/`; never in a real deployment."
    )
    waiting_seconds: float = Field(
        default=900,
        gt=0,
        description="How long a fact may wait for something it refers to before it is rejected.",
    )
    refused_days: float = Field(
        default=90,
        gt=0,
        le=36_500,
        description="Refusals that can be asked for, and dead letters in whatever state, are removed when "
        "they are older than so many days.",
    )
    shadow_hours: float = Field(
        default=24,
        ge=0,
        description="So many hours after the last time all of reporting's history is derived again, at the "
        "lowest priority; 0: never. Twice as long without a line is told to operators.",
    )
    shadow_dir: Path | None = Field(
        default=None,
        description="Folder of what a fresh fold of all figures (each day, and for `paicha audit verify`) "
        "puts aside while it runs, about as large as the rows of the read model twice; nothing is left of "
        "it. Without it: the system's own for temporary files.",
    )
    ready_lag_seconds: float = Field(
        default=10, gt=0, description="A service whose read model is further behind its logs is not ready."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_origins)] = Field(
        default=(),
        description="Origins whose pages may ask from a browser, separated by commas: "
        "`https://board.example,http://10.0.0.7:3000`.",
    )
    public_url: Annotated[str, BeforeValidator(_public_url)] = Field(
        default="http://127.0.0.1:8080",
        description="The address that people reach this deployment at, without a path; it stands in the QR "
        "codes of printed reports.",
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @property
    def database_dsn(self) -> str:
        """For asyncpg; a socket folder is carried as the `host` parameter."""
        return self._dsn(self.database_user, self.database_password)

    @property
    def log_dsn(self) -> str | None:
        """As the role that writes a log apart from the service's own; None where there is none."""
        if self.log_database_user is None or self.log_database_password is None:
            return None
        return self._dsn(self.log_database_user, self.log_database_password)

    @property
    def sender_dsn(self) -> str | None:
        """As the role that writes reminders; None where there is none."""
        if self.sender_database_user is None or self.sender_database_password is None:
            return None
        return self._dsn(self.sender_database_user, self.sender_database_password)

    def _dsn(self, role: str, secret: SecretStr) -> str:
        user, password = (quote(text, safe="") for text in (role, secret.get_secret_value()))
        if self.database_host.startswith("/"):
            place = f"/{quote(self.database_name)}?host={quote(self.database_host)}&port={self.database_port}"
            return f"postgresql://{user}:{password}@{place}"
        return f"postgresql://{user}:{password}@{self.database_host}:{self.database_port}/{quote(self.database_name)}"

    def clock(self) -> Clock:
        return Clock(self.demo_clock_file)


def load_settings() -> Settings:
    """Read the environment; a value missing there may be a file `paicha_<name>` in PAICHA_SECRETS_DIR."""
    return Settings(_secrets_dir=os.environ.get("PAICHA_SECRETS_DIR"))  # type: ignore[call-arg]  # from outside


def settings_table() -> str:
    """The table of docs/settings.md, as far as every service reads it."""
    head = ["| variable | read by | default | meaning |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, settings_rows(Settings, "services")])


def settings_rows(kind: type[BaseSettings], reader: str) -> str:
    """The lines of one class of settings."""
    lines = []
    for name, field in kind.model_fields.items():
        default = (
            "(required)" if field.is_required() else _shown(field.get_default(call_default_factory=True))
        )
        lines.append(f"| `PAICHA_{name.upper()}` | {reader} | {default} | {field.description} |")
    return "\n".join(lines)


def _shown(default: object) -> str:
    if isinstance(default, tuple):
        default = ",".join(str(each) for each in default)
    return "(none)" if default in (None, "", {}) else f"`{default}`"
