"""A holder's contact becomes a list with parts, and there is a duty roster."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

ROLE = "notifications"


def upgrade() -> None:
    _parts()
    _roster()


def _parts() -> None:
    op.add_column(
        "contacts",
        sa.Column("part", sa.Text, nullable=False, server_default="self", comment="of the holder's list"),
    )
    op.execute("update contacts set part = 'reporter' where kind = 'filer'")
    op.alter_column("contacts", "part", server_default=None)
    op.drop_constraint("contacts_pkey", "contacts", type_="primary")
    op.create_primary_key("contacts_pkey", "contacts", ["township", "kind", "id", "part"])
    op.add_column(
        "contacts",
        sa.Column("account", sa.Text, nullable=True, comment="whom this is, by the name of signing in"),
    )
    flagged = "mobile, landline, email: since when, why"
    op.add_column("contacts", sa.Column("wrong", JSONB, nullable=False, server_default="{}", comment=flagged))
    named = sa.text("account is not null")
    op.create_index("contacts_by_account", "contacts", ["township", "account"], postgresql_where=named)
    op.add_column("contact_access", sa.Column("part", sa.Text, nullable=True))


def _roster() -> None:
    op.create_table(
        "duty_roster",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("duty", sa.Text, primary_key=True, comment="leader or officer"),
        sa.Column("kind", sa.Text, primary_key=True, comment="official or person"),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.execute(f"grant select, insert, update, delete on duty_roster to {ROLE}")
