"""The table of acts, in the database of every service that has a log."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Identity, Index, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB


def act_tables(metadata: MetaData) -> None:
    Table(
        "acts",
        metadata,
        Column("number", BigInteger, Identity(always=True), primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("township", Text, nullable=False, comment="of who did it"),
        Column("of_all_towns", Boolean, nullable=False, comment="what was done is the whole deployment's"),
        Column("actor", Text, nullable=False),
        Column("act", Text, nullable=False),
        Column("target", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("outcome", JSONB, nullable=True, comment="null: under way, or the process ended meanwhile"),
        Index("acts_of_town", "township", "number"),
    )
