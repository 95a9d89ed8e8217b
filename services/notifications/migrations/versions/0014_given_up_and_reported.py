"""Which SENT a claimant had read, and what gateways reported until it is applied."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

SENDER = "notifications_sender"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "reminders",
        sa.Column("sent_stream", sa.Text, nullable=True, comment="which SENT its claimant had read"),
    )
    op.create_table(
        "delivery_reports",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("message", sa.Text, nullable=False, comment="the reminder it was sealed with"),
        sa.Column("delivered", sa.Boolean, nullable=False, comment="else it bounced"),
        sa.Column("why", sa.Text, nullable=True),
        sa.Column("wrong_address", sa.Boolean, nullable=False),
        sa.Column("at", _MOMENT, nullable=False, comment="as the gateway says"),
        sa.Column("woken", _MOMENT, nullable=True, comment="when a job for it was published last"),
    )
    op.create_index("delivery_reports_of_message", "delivery_reports", ["message", "number"])
    op.execute(f"grant select, insert, update, delete on delivery_reports to {SENDER}")
