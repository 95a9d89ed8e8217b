"""Signed lines of shadow rebuilds: written by the role of rebuilds, read by the service."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

READER, BUILDER = "reporting", "reporting_rebuild"


def upgrade() -> None:
    op.create_table(
        "shadow_lines",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("made", sa.BigInteger, nullable=False, comment="microseconds since 1970, real ones"),
        sa.Column("equal", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False, comment="signed; it names the one before by its hash"),
    )
    op.execute(f"grant select, insert, delete on shadow_lines to {BUILDER}")
    op.execute(f"grant select on shadow_lines to {READER}")
    # The lines bear the log's name.
    op.execute(f"grant select on log_head to {BUILDER}")
