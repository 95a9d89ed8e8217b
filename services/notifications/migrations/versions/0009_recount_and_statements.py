"""When each batch was learnt, what a recount found last, and the signed statements of deadlines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

ROLE, SENDER = "notifications", "notifications_sender"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "learnt",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False, comment="position"),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("at", _MOMENT, nullable=False, comment="by the town's clock"),
        sa.Column("really", _MOMENT, nullable=False, server_default=sa.text("clock_timestamp()")),
    )
    op.create_table(
        "recounts",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("found", JSONB, nullable=False),
    )
    op.create_table(
        "deadline_statements",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("campaign", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.Text, nullable=False, comment="digest of what is stated, moments aside"),
        sa.Column("signed", _MOMENT, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False, comment="canonical JSON, as it was signed"),
    )
    op.execute(f"grant select, insert on learnt, deadline_statements to {ROLE}")
    op.execute(f"grant select, insert, update on recounts to {ROLE}")
    op.execute(f"grant select on learnt, recounts, deadline_statements to {SENDER}")
