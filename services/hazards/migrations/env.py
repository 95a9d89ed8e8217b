"""Alembic's entry point of this service."""

from services.hazards.tables import METADATA
from shared.migrations import migrate

migrate(METADATA)
