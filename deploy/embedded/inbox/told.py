"""What the inbox is told by the deployment: `PAICHA_…` variables, and its secrets as files."""

import os
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import Clock


class Told(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="PAICHA_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    inbox_dir: Path
    inbox_key: SecretStr
    """Of the address that `paicha up` prints."""
    sms_secret: SecretStr
    """What text messages are signed with."""
    issuer: str
    jwks: str
    session_jwks: str
    """Of those who have signed in with a browser."""
    recalled_file: Path
    demo_clock_file: Path | None = None

    def clock(self) -> Clock:
        return Clock(self.demo_clock_file)


def read_told() -> Told:
    return Told(_secrets_dir=os.environ.get("PAICHA_SECRETS_DIR"))  # type: ignore[call-arg]  # from outside
