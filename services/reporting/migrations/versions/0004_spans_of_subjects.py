"""Between when and when the entries of a subject lie. What was folded before is folded anew."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = {
    "first_position": "of its entries, as recorded",
    "last_position": None,
    "seen_position": "of the last that others may see; 0: none",
    "first_occurred": "microseconds since 1970",
    "last_occurred": None,
}


def upgrade() -> None:
    for name, comment in COLUMNS.items():
        column = sa.Column(name, sa.BigInteger, nullable=False, server_default="0", comment=comment)
        op.add_column("subjects", column)
        op.alter_column("subjects", name, server_default=None)
