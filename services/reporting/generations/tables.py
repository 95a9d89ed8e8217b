"""Which generations of the read model there are, which one answers, and who switched when."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB


def generation_tables(metadata: MetaData) -> None:
    Table(
        "live_generations",
        metadata,
        Column("model", Text, primary_key=True),
        Column("generation", Text, nullable=False, comment="the schema that answers"),
    )
    Table(
        "generations",
        metadata,
        Column("name", Text, primary_key=True, comment="the schema"),
        Column("built", Boolean, nullable=False, comment="all is counted"),
        Column("compared", JSONB, nullable=True, comment="with the live one, at the same positions"),
        Column("signed", JSONB, nullable=True, comment="who takes which difference on, why and when"),
        Column("kept_until", BigInteger, nullable=True, comment="microseconds since 1970; then dropped"),
    )
    Table(
        "generation_switches",
        metadata,
        Column("number", BigInteger, Identity(always=True), primary_key=True),
        Column("at", BigInteger, nullable=False, comment="microseconds since 1970"),
        Column("act", Text, nullable=False, comment="cutover, rollback or start"),
        Column("from_generation", Text, nullable=False),
        Column("to_generation", Text, nullable=False),
        Column("actor", Text, nullable=False, comment="the account, or the service itself"),
        Column("reason", Text, nullable=False),
        Column("positions", JSONB, nullable=False, comment="of both, by log"),
    )
    _staged(metadata)


def _staged(metadata: MetaData) -> None:
    Table(
        "staged",
        metadata,
        Column("log", Text, primary_key=True),
        Column("township", Text, primary_key=True),
        Column("bucket", Integer, primary_key=True, comment="of subjects; 0: what a town is known by"),
        Column("first", BigInteger, primary_key=True, comment="position of the part's first event"),
        Column("events", Integer, nullable=False),
        Column(
            "entries", LargeBinary, nullable=False, comment="JSON list of [kind, id, entries], as in subjects"
        ),
        comment="what a rebuild has read and not counted yet",
    )
