"""The first tables: the log, what intake keeps, and the directory that people read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.event_log.protection import protect_log

revision = "0001"
down_revision = None

SERVICE = "registry"


def upgrade() -> None:
    _log()
    _intake()
    _directory()


def _log() -> None:
    op.create_table(
        "log_head",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("log_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("recorded", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    )
    op.create_table(
        "events",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("stream", sa.Text, nullable=False, comment="<township>/<kind>/<business id>"),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False, comment="the stored, published and hashed bytes"),
        sa.UniqueConstraint("stream", "stream_version", name="events_stream_version"),
    )
    op.create_table(
        "recorded_facts",
        sa.Column("publisher", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("fact_id", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column(
            "position", sa.BigInteger, nullable=True, comment="null: a repetition that changed nothing"
        ),
    )
    for statement in protect_log(SERVICE, SERVICE):
        op.execute(statement)


def _intake() -> None:
    op.create_table(
        "refusals",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fact_id", sa.Text, nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
    )
    op.create_index("refusals_key", "refusals", ["publisher", "source", "fact_id"])
    op.create_table(
        "waiting",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True, comment="order of arrival"),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fact_id", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("over_bus", sa.Boolean, nullable=False, comment="its receipts go to receipts.<publisher>"),
        sa.Column("message", sa.LargeBinary, nullable=False, comment="the fact as it came"),
        sa.Column("account", sa.LargeBinary, nullable=False, comment="who sent it, as JSON"),
    )
    op.create_index("waiting_key", "waiting", ["publisher", "source", "fact_id"], unique=True)
    _dead_letters()
    op.execute(f"grant select, insert on refusals to {SERVICE}")
    op.execute(f"grant select, insert, update, delete on waiting to {SERVICE}")
    op.execute(f"grant select, insert, update on dead_letters to {SERVICE}")


def _dead_letters() -> None:
    op.create_table(
        "dead_letters",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False, comment="the bus subject, or the HTTP path"),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False, comment="bytes of the whole message"),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("beginning", sa.LargeBinary, nullable=False, comment="its first 16 KiB"),
        sa.Column("state", sa.Text, nullable=False, server_default="open"),
        sa.Column("note", sa.Text, nullable=True, comment="why it was skipped, or what a retry gave"),
    )


def _directory() -> None:
    op.create_table(
        "directory",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("village", sa.Text, nullable=True, comment="of a unit"),
        sa.Column("department", sa.Text, nullable=True, comment="of a unit"),
        sa.Column("document", postgresql.JSONB, nullable=False, comment="as it is answered"),
    )
    for place in ("village", "department"):
        columns = ["township", place, "id"]
        units = sa.text("kind = 'unit'")
        op.create_index(f"directory_by_{place}", "directory", columns, postgresql_where=units)
    op.create_table(
        "directory_position",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
    )
    op.execute("insert into directory_position values ('registry', 0)")
    op.execute(f"grant select, insert, update on directory to {SERVICE}")
    op.execute(f"grant select, update on directory_position to {SERVICE}")
