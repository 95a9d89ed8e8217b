"""A read model says which event it could not apply."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "read_models",
        sa.Column(
            "stopped",
            JSONB,
            nullable=False,
            server_default=sa.text("'{}'"),
            comment="log to the event that could not be applied",
        ),
    )
