"""The tables of this service: its log, what intake keeps, and the directory that people read."""

from sqlalchemy import Column, Index, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.registry.signing_in.tables import session_tables
from shared.event_log.tables import log_tables
from shared.intake.store.tables import intake_tables
from shared.operations.tables import act_tables
from shared.read_model.tables import read_model_tables
from shared.sealing.tables import sealing_tables

_TEXTS = ARRAY(Text)
METADATA = MetaData()
log_tables(METADATA)
sealing_tables(METADATA)
act_tables(METADATA)
intake_tables(METADATA)
read_model_tables(METADATA)
session_tables(METADATA)

DIRECTORY = Table(
    "directory",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("village", Text, nullable=True, comment="of a unit"),
    Column("department", Text, nullable=True, comment="of a unit"),
    Column("document", JSONB, nullable=False, comment="what is answered of it"),
    Column("called", Text, nullable=False, server_default="", comment="of a unit: its name, normalised"),
    Column("grams", _TEXTS, nullable=False, server_default="{}", comment="of that: <township>/<bigram>"),
    Column("seen_by", _TEXTS, nullable=False, server_default="{}", comment="<township>/<organisation>"),
    Index("directory_by_village", "township", "village", "id", postgresql_where=text("kind = 'unit'")),
    Index("directory_by_department", "township", "department", "id", postgresql_where=text("kind = 'unit'")),
    Index("directory_by_name", "grams", "seen_by", postgresql_using="gin"),
    Index(
        "directory_by_survivor",
        "township",
        text("(document ->> 'merged_into')"),
        postgresql_where=text("kind = 'unit'"),
    ),
)
