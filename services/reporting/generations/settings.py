"""What a rebuild is told from outside: where its database and its bus are, and its own role and user."""

import os
from enum import StrEnum
from urllib.parse import quote

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class From(StrEnum):
    ARCHIVE = "archive"
    STREAM = "stream"
    BOTH = "both"


class RebuildSettings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="PAICHA_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    database_host: str = Field(default="127.0.0.1", description="Host of Postgres.")
    database_port: int = Field(default=5432, description="Port of Postgres.")
    database_name: str = Field(default="reporting", description="Reporting's database.")
    database_user: str = Field(default="reporting_rebuild", description="The role of rebuilds.")
    database_password: SecretStr = Field(description="Its password.")
    nats_url: str = Field(default="nats://127.0.0.1:4222", description="Address of NATS.")
    nats_user: str = Field(default="rebuild", description="The NATS user of rebuilds.")
    nats_password: SecretStr = Field(description="Its password.")
    archive: str | None = Field(default=None, description="Folder of the archives, each log's below it.")
    rebuild_from: From | None = Field(
        default=None,
        description="`archive`, `stream`, or `both`: the archive as far as it goes, then the stream. "
        "Without it `both` where there is an archive.",
    )
    rebuild_processes: int | None = Field(
        default=None,
        ge=1,
        le=16,
        description="How many take events in and count, some 350 MB each. Without it two, or none beside the "
        "first where there are few events.",
    )
    rebuild_patience_seconds: float = Field(
        default=30,
        gt=0,
        description="A rebuild that gets no further for so long while events are pending ends.",
    )

    @property
    def database_dsn(self) -> str:
        password = quote(self.database_password.get_secret_value(), safe="")
        place = f"{self.database_host}:{self.database_port}/{quote(self.database_name)}"
        return f"postgresql://{quote(self.database_user)}:{password}@{place}"


def load_rebuild_settings() -> RebuildSettings:
    """As services read theirs."""
    folder = os.environ.get("PAICHA_SECRETS_DIR")
    return RebuildSettings(_secrets_dir=folder)  # type: ignore[call-arg]  # from outside
