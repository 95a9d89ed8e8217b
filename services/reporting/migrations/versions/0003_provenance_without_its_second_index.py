"""What was recorded before a moment is found by halving: each log records in strictly increasing time."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_index("provenance_by_time", "provenance")
