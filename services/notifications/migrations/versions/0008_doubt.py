"""When a reminder was handed over, and that it was repeated in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "reminders", sa.Column("claimed", moment, nullable=True, comment="the last time: handed over next")
    )
    op.add_column(
        "reminders", sa.Column("repeated", moment, nullable=True, comment="for want of knowing; once at most")
    )
    op.create_index(
        "reminders_uncertain", "reminders", ["wake"], postgresql_where=sa.text("state = 'uncertain'")
    )
