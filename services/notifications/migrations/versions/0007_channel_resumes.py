"""When an operator let a halted channel go on: it is not halted again for what was sent before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ROLE, SENDER = "notifications", "notifications_sender"


def upgrade() -> None:
    op.create_table(
        "channel_resumes",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), nullable=False, comment="what went out before halts it no more"
        ),
        sa.Column("resumed_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.execute(f"grant select on channel_resumes to {ROLE}")
    op.execute(f"grant select, insert, update on channel_resumes to {SENDER}")
