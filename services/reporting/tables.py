"""The tables of this service, declared once: rows of subjects, cells that marks add up to, its log."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

from services.reporting.generations.tables import generation_tables
from services.reporting.shadow.tables import shadow_tables
from shared.event_log.tables import log_tables
from shared.operations.tables import act_tables
from shared.read_model.tables import read_model_tables
from shared.sealing.tables import sealing_tables

METADATA = MetaData()
read_model_tables(METADATA)
generation_tables(METADATA)
shadow_tables(METADATA)
log_tables(METADATA)
sealing_tables(METADATA)
act_tables(METADATA)

subjects = Table(
    "subjects",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("entries", LargeBinary, nullable=False, comment="JSON list of [type, occurred, position, data]"),
    Column(
        "marks", LargeBinary, nullable=False, comment="JSON {campaign: [[filer, column, member, weight]]}"
    ),
    Column("named", LargeBinary, nullable=False, comment="JSON list of [kind, id], as in the table naming"),
    Column("first_position", BigInteger, nullable=False, comment="of its entries, as recorded"),
    Column("last_position", BigInteger, nullable=False),
    Column("seen_position", BigInteger, nullable=False, comment="of the last that others may see; 0: none"),
    Column("first_occurred", BigInteger, nullable=False, comment="microseconds since 1970"),
    Column("last_occurred", BigInteger, nullable=False),
    postgresql_with={"fillfactor": "80"},
)
naming = Table(
    "naming",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("named_kind", Text, primary_key=True),
    Column("named_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    comment="whose marks to compute again when the named subject changes",
)
tallies = Table(
    "tallies",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("campaign", Text, primary_key=True),
    Column("place", Text, primary_key=True, comment="a filer, or * and an annex for its distinct total"),
    Column("column_key", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("marks", Integer, nullable=False, comment="how many subjects mark the member there"),
)
cells = Table(
    "cells",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("campaign", Text, primary_key=True),
    Column("place", Text, primary_key=True, comment="as in tallies; empty: credited to no filer"),
    Column("column_key", Text, primary_key=True),
    Column("value", BigInteger, nullable=False, comment="at the window's end; fines in fen"),
)
provenance = Table(
    "provenance",
    METADATA,
    Column("log", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("recorded", BigInteger, nullable=False, comment="microseconds since 1970"),
    Column("actor", Text, nullable=False, comment="the account that entered it"),
    Column("organisation", Text, nullable=False, comment="for which it was entered"),
)
