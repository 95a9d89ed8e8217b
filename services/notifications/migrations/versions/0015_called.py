"""A claimant says in the table that it calls next, too: SENT may be put back to an older state."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "reminders",
        sa.Column(
            "called",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="its key stood, and its channel was to be called next",
        ),
    )
