"""What operators and auditors did, for ever: an outcome is added once, and nothing else is changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"

ROLE = "reporting"


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("township", sa.Text, nullable=False, comment="of who did it"),
        sa.Column(
            "of_all_towns", sa.Boolean, nullable=False, comment="what was done is the whole deployment's"
        ),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("outcome", JSONB, nullable=True, comment="null: under way, or the process ended meanwhile"),
    )
    op.create_index("acts_of_town", "acts", ["township", "number"])
    op.execute(
        "create trigger acts_have_one_outcome before update on acts for each row "
        "when (old.outcome is not null) execute function refuse_change()"
    )
    op.execute(
        "create trigger acts_are_for_ever before delete on acts for each row execute function refuse_change()"
    )
    op.execute(
        "create trigger acts_are_never_emptied before truncate on acts "
        "for each statement execute function refuse_change()"
    )
    op.execute(f"grant select, insert, update (outcome) on acts to {ROLE}")
