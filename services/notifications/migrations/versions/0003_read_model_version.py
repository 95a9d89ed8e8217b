"""What is kept of the logs names the version that folded it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

ROLE = "notifications"


def upgrade() -> None:
    op.create_table(
        "read_models",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, comment="of the code that folded it"),
        sa.Column(
            "targets", JSONB, nullable=False, comment="while it is folded anew: log to position before"
        ),
    )
    op.execute(f"grant select, insert, update, delete on read_models to {ROLE}")
    recorded = "of that event, microseconds since 1970"
    op.add_column(
        "checkpoints",
        sa.Column("recorded", sa.BigInteger, nullable=False, server_default="0", comment=recorded),
    )
    op.alter_column("checkpoints", "recorded", server_default=None)
    op.alter_column("subjects", "entries", comment="lists of type, occurred, position, data")
    op.execute(f"grant truncate on subjects, checkpoints to {ROLE}")
