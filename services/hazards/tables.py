"""The tables of this service: its log, what intake keeps, and what it has heard of the registry."""

from sqlalchemy import Column, Index, MetaData, Table, Text, text

from shared.event_log.tables import log_tables
from shared.intake.store.tables import intake_tables
from shared.operations.tables import act_tables
from shared.read_model.tables import read_model_tables
from shared.sealing.tables import sealing_tables

METADATA = MetaData()
_, EVENTS, _ = log_tables(METADATA)
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

# The unit that the first event of a stream names, out of its bytes: in JSON the mark can stand nowhere else.
# By a hash, because an id may be longer than an index holds. What was changed to be no JSON has a key too.
_MARK = '"unit_id":"'
UNIT_NAMED = f"hashtextextended(split_part(split_part(encode(raw, 'escape'), '{_MARK}', 2), '\"', 1), 0)"
UNIT_KEY = "hashtextextended(split_part(encode($1::bytea, 'escape'), '\"', 1), 0)"
"""The same of an id as JSON writes it, without its quotes."""
Index("events_of_unit", text(UNIT_NAMED), EVENTS.c.position, postgresql_where=text("stream_version = 1"))
