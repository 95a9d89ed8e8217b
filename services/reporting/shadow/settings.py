"""What the shadow rebuild is told from outside: role and user are those of rebuilds."""

import os
from datetime import timedelta
from pathlib import Path

from pydantic import Field

from services.reporting.generations.settings import RebuildSettings
from shared.clock import Clock


class ShadowSettings(RebuildSettings):
    signing_keys_file: Path = Field(description="The service's own keys: the newest one signs the lines.")
    demo_clock_file: Path | None = Field(default=None, description="The demonstration's clock.")
    shadow_hours: float = Field(default=24, ge=0, description="As of services.")
    shadow_dir: Path | None = Field(default=None, description="As of services.")

    @property
    def period(self) -> timedelta:
        return timedelta(hours=self.shadow_hours)

    @property
    def clock(self) -> Clock:
        return Clock(self.demo_clock_file)


def load_shadow_settings() -> ShadowSettings:
    """As services read theirs."""
    folder = os.environ.get("PAICHA_SECRETS_DIR")
    return ShadowSettings(_secrets_dir=folder)  # type: ignore[call-arg]  # from outside
