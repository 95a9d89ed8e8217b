"""The tables that every read model has beside its own, declared once."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB


def read_model_tables(metadata: MetaData) -> None:
    Table(
        "read_models",
        metadata,
        Column("name", Text, primary_key=True),
        Column("version", Integer, nullable=False, comment="of the code that folded it"),
        Column("targets", JSONB, nullable=False, comment="while it is folded anew: log to position before"),
        Column(
            "stopped",
            JSONB,
            nullable=False,
            server_default=text("'{}'"),
            comment="log to the event that could not be applied",
        ),
    )
    Table(
        "checkpoints",
        metadata,
        Column("log", Text, primary_key=True),
        Column("log_id", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("hash", Text, nullable=False, comment="of the last event applied"),
        Column("recorded", BigInteger, nullable=False, comment="of that event, microseconds since 1970"),
    )
