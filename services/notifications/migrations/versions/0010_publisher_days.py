"""On which days each publisher sent, so that one that stops is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ROLE, SENDER = "notifications", "notifications_sender"


def upgrade() -> None:
    op.create_table(
        "publisher_days",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("publisher", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True, comment="on which it sent, of the town"),
        sa.Column(
            "last", sa.DateTime(timezone=True), nullable=False, comment="when the last of it was recorded"
        ),
    )
    op.execute(f"grant select, insert, update, delete, truncate on publisher_days to {ROLE}")
    op.execute(f"grant select on publisher_days to {SENDER}")
