"""The directory is a read model like any other: with checkpoints, and a version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

ROLE = "registry"


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
    op.create_table(
        "checkpoints",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("log_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False, comment="of the last event applied"),
        sa.Column(
            "recorded", sa.BigInteger, nullable=False, comment="of that event, microseconds since 1970"
        ),
    )
    # The directory is folded anew at the next start; until then the old position is its target.
    op.execute(
        "insert into checkpoints select d.log, h.log_id, d.position, '', 0 "
        "from directory_position d join log_head h using (log) where d.position > 0"
    )
    op.drop_table("directory_position")
    op.execute(f"grant select, insert, update on checkpoints to {ROLE}")
    op.execute(f"grant truncate on directory, checkpoints to {ROLE}")
