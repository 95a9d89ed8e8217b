"""Units that were merged into one are found by it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index(
        "directory_by_survivor",
        "directory",
        ["township", sa.text("(document ->> 'merged_into')")],
        postgresql_where=sa.text("kind = 'unit'"),
    )
