"""The tables of a log, declared once: migrations, tests and statements agree with these."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)


def log_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """`log_head`, `events` and `recorded_facts`, in the service's own database."""
    head = Table(
        "log_head",
        metadata,
        Column("log", Text, primary_key=True),
        Column("log_id", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("hash", Text, nullable=False),
        Column("recorded", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    )
    events = Table(
        "events",
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("stream", Text, nullable=False, comment="<township>/<kind>/<business id>"),
        Column("stream_version", Integer, nullable=False),
        Column("raw", LargeBinary, nullable=False, comment="the stored, published and hashed bytes"),
        UniqueConstraint("stream", "stream_version", name="events_stream_version"),
    )
    recorded_facts = Table(
        "recorded_facts",
        metadata,
        Column("publisher", Text, primary_key=True),
        Column("source", Text, primary_key=True),
        Column("fact_id", Text, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("position", BigInteger, nullable=True, comment="null: a repetition that changed nothing"),
    )
    return head, events, recorded_facts
