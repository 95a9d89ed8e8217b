"""The tables of this service: its log, what intake keeps, and what it has heard of the registry."""

from sqlalchemy import Column, MetaData, Table, Text

from shared.event_log.tables import log_tables
from shared.intake.store.tables import intake_tables
from shared.operations.tables import act_tables
from shared.read_model.tables import read_model_tables
from shared.sealing.tables import sealing_tables

METADATA = MetaData()
log_tables(METADATA)
sealing_tables(METADATA)
act_tables(METADATA)
intake_tables(METADATA)
read_model_tables(METADATA)

KNOWN = Table(
    "known",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("kind", Text, primary_key=True, comment="unit, organisation, official or fact"),
    Column("id", Text, primary_key=True),
    Column("said", Text, nullable=False, comment="of an organisation its kind, of a fact its log"),
)
