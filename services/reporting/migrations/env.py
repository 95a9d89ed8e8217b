"""Alembic's entry point of this service."""

from services.reporting.tables import METADATA
from shared.migrations import migrate

migrate(METADATA)
