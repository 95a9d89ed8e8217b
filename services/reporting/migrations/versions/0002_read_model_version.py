"""The read model names the version that folded it, and when each event was recorded and by whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

ROLE = "reporting"


def upgrade() -> None:
    op.create_table(
        "read_models",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, comment="of the code that folded it"),
        sa.Column(
            "targets", JSONB, nullable=False, comment="while it is folded anew: log to position before"
        ),
    )
    # What was folded before is folded anew at the next start; until then the old positions are its target.
    recorded = "of that event, microseconds since 1970"
    op.add_column(
        "checkpoints",
        sa.Column("recorded", sa.BigInteger, nullable=False, server_default="0", comment=recorded),
    )
    op.alter_column("checkpoints", "recorded", server_default=None)
    op.alter_column("checkpoints", "hash", comment="of the last event applied")
    op.create_table(
        "provenance",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True),
        sa.Column("recorded", sa.BigInteger, nullable=False, comment="microseconds since 1970"),
        sa.Column("actor", sa.Text, nullable=False, comment="the account that entered it"),
        sa.Column("organisation", sa.Text, nullable=False, comment="for which it was entered"),
    )
    op.create_index("provenance_by_time", "provenance", ["log", "recorded"])
    op.execute(f"grant select, insert, update, delete on read_models to {ROLE}")
    op.execute(f"grant select, insert on provenance to {ROLE}")
    op.execute(f"grant truncate on subjects, naming, tallies, cells, provenance, checkpoints to {ROLE}")
