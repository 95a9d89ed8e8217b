"""A channel is halted for one town, or for all, as those are that stand now; who resumed it is a town's."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for table, meaning in {
        "channel_halts": "empty: of all towns",
        "channel_resumes": "whose operator; empty: not kept then",
    }.items():
        township = sa.Column("township", sa.Text, nullable=False, server_default="", comment=meaning)
        op.add_column(table, township)
        op.drop_constraint(f"{table}_pkey", table)
        op.create_primary_key(f"{table}_pkey", table, ["township", "channel"])
        op.alter_column(table, "township", server_default=None)
