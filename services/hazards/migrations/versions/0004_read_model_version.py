"""What is heard of the registry is a read model like any other: with checkpoints, and a version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

ROLE = "hazards"


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
    op.rename_table("followed", "checkpoints")
    op.execute("alter index followed_pkey rename to checkpoints_pkey")
    op.execute(f"grant truncate on known, checkpoints to {ROLE}")
