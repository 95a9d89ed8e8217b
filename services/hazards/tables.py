"""The tables of this service: its log, what intake keeps, and what it has heard of the registry."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from shared.event_log.tables import log_tables
from shared.intake.store.tables import intake_tables

METADATA = MetaData()
log_tables(METADATA)
intake_tables(METADATA)

KNOWN = Table(
    "known",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("kind", Text, primary_key=True, comment="unit, organisation, official or fact"),
    Column("id", Text, primary_key=True),
    Column("said", Text, nullable=False, comment="of an organisation its kind, of a fact its log"),
)
FOLLOWED = Table(
    "followed",
    METADATA,
    Column("log", Text, primary_key=True),
    Column("log_id", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("hash", Text, nullable=False, comment="of the last event applied"),
    Column("recorded", BigInteger, nullable=False, comment="of that event, microseconds since 1970"),
)


def grant_own(role: str) -> list[str]:
    """What the service's role needs on its own tables; run by the owner."""
    return [
        f"grant select, insert, update on known to {role}",
        f"grant select, insert, update on followed to {role}",
    ]
