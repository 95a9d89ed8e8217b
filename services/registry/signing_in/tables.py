"""The table of sessions. No projection and no log: what is in it is over when it is lost."""

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, MetaData, Table, Text


def session_tables(metadata: MetaData) -> None:
    Table(
        "sessions",
        metadata,
        Column("secret_hash", LargeBinary, primary_key=True),
        Column("account", Text, nullable=False),
        Column("township", Text, nullable=False),
        Column("identity", Text, nullable=False, comment="the account as the issuer last gave it"),
        Column("authenticated", BigInteger, nullable=False, comment="seconds: the password was given"),
        Column("began", DateTime(timezone=True), nullable=False),
        Column("ends", DateTime(timezone=True), nullable=False),
        Column("renewed", DateTime(timezone=True), nullable=False, comment="the issuer was last asked"),
        Column("refresh_token", LargeBinary, nullable=True, comment="locked by the session's secret"),
        Index("sessions_by_account", "account", "began"),
        Index("sessions_by_end", "ends"),
    )
