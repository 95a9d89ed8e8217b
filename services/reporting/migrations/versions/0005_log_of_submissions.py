"""The log of submissions and keys. Its writer is a role of its own; the projection's only reads it."""

import sqlalchemy as sa
from alembic import op

from shared.event_log.protection import protect_log

revision = "0005"
down_revision = "0004"

READER, WRITER = "reporting", "reporting_log"


def upgrade() -> None:
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
    for statement in protect_log("reporting", WRITER):
        op.execute(statement)
    op.execute(f"grant select on events, recorded_facts, log_head to {READER}")
