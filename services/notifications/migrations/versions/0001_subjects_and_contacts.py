"""The first tables: what is kept of the logs, and contacts with the record of who touched them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

ROLE = "notifications"


def upgrade() -> None:
    _kept()
    _contacts()
    op.execute(f"grant select, insert, update on checkpoints, subjects to {ROLE}")
    op.execute(f"grant select, insert, update, delete on contacts to {ROLE}")
    op.execute(f"grant select, insert on contact_access to {ROLE}")


def _kept() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("log_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False, comment="of the last event applied"),
    )
    op.create_table(
        "subjects",
        sa.Column("stream", sa.Text, primary_key=True, comment="<township>/<kind>/<business id>"),
        sa.Column("township", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column(
            "entries", postgresql.JSON, nullable=False, comment="lists of position, occurred, type, data"
        ),
        sa.Column("view", postgresql.JSONB, nullable=False, comment="folded from the entries"),
    )
    op.create_index("subjects_by_kind", "subjects", ["township", "kind", "id"])
    op.create_index(
        "hazards_to_watch",
        "subjects",
        ["township", "id"],
        postgresql_where=sa.text("kind = 'hazard' and view ->> 'state' in ('open', 'claimed', 'closed')"),
    )


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=True),
        sa.Column("mobile", sa.Text, nullable=True),
        sa.Column("landline", sa.Text, nullable=True),
        sa.Column("email", sa.Text, nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.create_table(
        "contact_access",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("township", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=True, comment="null with id: the whole list"),
        sa.Column("id", sa.Text, nullable=True),
        sa.Column("action", sa.Text, nullable=False, comment="read, put or erase"),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("contact_access_by_township", "contact_access", ["township", "number"])
