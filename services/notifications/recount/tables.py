"""The tables of recounts and statements."""

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

_MOMENT = DateTime(timezone=True)


def recount_tables(metadata: MetaData) -> None:
    Table(
        "learnt",
        metadata,
        Column("log", Text, primary_key=True),
        Column("first", BigInteger, primary_key=True, autoincrement=False, comment="position"),
        Column("last", BigInteger, nullable=False),
        Column("at", _MOMENT, nullable=False, comment="by the town's clock"),
        Column("really", _MOMENT, nullable=False, server_default=text("clock_timestamp()")),
    )
    Table(
        "recounts",
        metadata,
        Column("township", Text, primary_key=True),
        Column("at", _MOMENT, nullable=False),
        Column("found", JSONB, nullable=False),
    )
    Table(
        "deadline_statements",
        metadata,
        Column("township", Text, primary_key=True),
        Column("campaign", Text, primary_key=True),
        Column("period", Text, primary_key=True),
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("content", Text, nullable=False, comment="digest of what is stated, moments aside"),
        Column("signed", _MOMENT, nullable=False),
        Column("key_id", Text, nullable=False),
        Column("public_key", Text, nullable=False),
        Column("document", Text, nullable=False, comment="canonical JSON, as it was signed"),
    )
