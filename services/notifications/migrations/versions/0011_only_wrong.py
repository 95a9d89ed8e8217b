"""Sending flags wrong addresses at contacts, and changes nothing else of them."""

from alembic import op

revision = "0011"
down_revision = "0010"

SENDER = "notifications_sender"


def upgrade() -> None:
    op.execute(f"revoke update on contacts from {SENDER}")
    op.execute(f"grant update (wrong) on contacts to {SENDER}")
