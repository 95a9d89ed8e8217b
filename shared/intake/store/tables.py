"""What intake keeps beside the log: refusals, facts that wait, and messages that were no facts."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    text,
)


def intake_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """`refusals`, `waiting` and `dead_letters`, in the service's own database."""
    return _refusals(metadata), _waiting(metadata), _dead_letters(metadata)


def _refusals(metadata: MetaData) -> Table:
    return Table(
        "refusals",
        metadata,
        Column("number", BigInteger, Identity(), primary_key=True),
        Column("publisher", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("fact_id", Text, nullable=False),
        Column("township", Text, nullable=False, comment="of the sender; empty when nobody knows it"),
        Column("refused_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("code", Text, nullable=False),
        Column("message", Text, nullable=False),
        Index("refusals_key", "publisher", "source", "fact_id"),
        Index("refusals_of_account", "township", "publisher", "number"),
    )


def _waiting(metadata: MetaData) -> Table:
    return Table(
        "waiting",
        metadata,
        Column("number", BigInteger, Identity(), primary_key=True, comment="order of arrival"),
        Column("publisher", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("fact_id", Text, nullable=False),
        Column("township", Text, nullable=False),
        Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("over_bus", Boolean, nullable=False, comment="its receipts go to receipts.<publisher>"),
        Column("message", LargeBinary, nullable=False, comment="the fact as it came"),
        Column("account", LargeBinary, nullable=False, comment="who sent it, as JSON"),
        Index("waiting_key", "publisher", "source", "fact_id", unique=True),
    )


def _dead_letters(metadata: MetaData) -> Table:
    return Table(
        "dead_letters",
        metadata,
        Column("number", BigInteger, Identity(), primary_key=True),
        Column("arrived", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("publisher", Text, nullable=False),
        Column("township", Text, nullable=False, comment="of the sender; empty when nobody knows it"),
        Column("subject", Text, nullable=False, comment="the bus subject, or the HTTP path"),
        Column("code", Text, nullable=False),
        Column("message", Text, nullable=False),
        Column("size", Integer, nullable=False, comment="bytes of the whole message"),
        Column("sha256", Text, nullable=False),
        Column("beginning", LargeBinary, nullable=False, comment="its first 16 KiB"),
        Column("state", Text, nullable=False, server_default="open"),
        Column("note", Text, nullable=True, comment="why it was skipped, or what a retry gave"),
        Index("dead_letters_open", "sha256", postgresql_where=text("state = 'open'")),
        Index("dead_letters_of_account", "township", "publisher", postgresql_where=text("state = 'open'")),
    )
