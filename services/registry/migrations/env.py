"""Alembic's entry point of this service."""

from services.registry.tables import METADATA
from shared.migrations import migrate

migrate(METADATA)
