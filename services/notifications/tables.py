"""The tables of this service, declared once."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Identity, Index, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import JSON, JSONB

from services.notifications.recount.tables import recount_tables
from services.notifications.reminders.tables import reminder_tables
from shared.read_model.tables import read_model_tables

METADATA = MetaData()
read_model_tables(METADATA)
reminder_tables(METADATA)
recount_tables(METADATA)

subjects = Table(
    "subjects",
    METADATA,
    Column("stream", Text, primary_key=True, comment="<township>/<kind>/<business id>"),
    Column("township", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("entries", JSON, nullable=False, comment="lists of type, occurred, position, data"),
    Column("view", JSONB, nullable=False, comment="folded from the entries"),
    Index("subjects_by_kind", "township", "kind", "id"),
    Index(
        "hazards_of_unit",
        "township",
        text("(view ->> 'unit_id')"),
        postgresql_where=text("kind = 'hazard'"),
    ),
    Index(
        "hazards_to_watch",
        "township",
        "id",
        postgresql_where=text("kind = 'hazard' and view ->> 'state' in ('open', 'claimed', 'closed')"),
    ),
)
publisher_days = Table(
    "publisher_days",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("publisher", Text, primary_key=True),
    Column("day", Date, primary_key=True, comment="on which it sent, of the town"),
    Column("last", DateTime(timezone=True), nullable=False, comment="when the last of it was recorded"),
)
contacts = Table(
    "contacts",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("part", Text, primary_key=True, comment="of the holder's list"),
    Column("name", Text, nullable=True),
    Column("account", Text, nullable=True, comment="whom this is, by the name of signing in"),
    Column("mobile", Text, nullable=True),
    Column("landline", Text, nullable=True),
    Column("email", Text, nullable=True),
    Column(
        "wrong",
        JSONB,
        nullable=False,
        server_default="{}",
        comment="mobile, landline, email: since when, why",
    ),
    Column("changed", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
    Index("contacts_by_account", "township", "account", postgresql_where=text("account is not null")),
)
duty_roster = Table(
    "duty_roster",
    METADATA,
    Column("township", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("duty", Text, primary_key=True, comment="leader or officer"),
    Column("kind", Text, primary_key=True, comment="official or person"),
    Column("id", Text, primary_key=True),
    Column("changed", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
)
contact_access = Table(
    "contact_access",
    METADATA,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("township", Text, nullable=False),
    Column("kind", Text, nullable=True, comment="null with id: the whole list"),
    Column("id", Text, nullable=True),
    Column("part", Text, nullable=True),
    Column("action", Text, nullable=False, comment="read, put or erase"),
    Column("account", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("contact_access_by_township", "township", "number"),
)
