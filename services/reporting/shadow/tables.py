"""The lines of shadow rebuilds, the newest thousand."""

from sqlalchemy import BigInteger, Boolean, Column, MetaData, Table, Text


def shadow_tables(metadata: MetaData) -> None:
    Table(
        "shadow_lines",
        metadata,
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("made", BigInteger, nullable=False, comment="microseconds since 1970, real ones"),
        Column("equal", Boolean, nullable=False),
        Column("note", Text, nullable=False, comment="signed; it names the one before by its hash"),
    )
