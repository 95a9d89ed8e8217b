"""The tables of reminders. `reminders` is the truth: queue, stream and channels only serve it."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

_MOMENT = DateTime(timezone=True)


def reminder_tables(metadata: MetaData) -> None:
    Table("reminders", metadata, *_key(), *_planned(), *_sent(), *_indexes())
    _to_plan(metadata)
    _record(metadata)
    _channels(metadata)
    _quieting(metadata)
    _decisions(metadata)
    _watched(metadata)


def _key() -> list[Column[Any]]:
    return [
        Column("id", Text, primary_key=True, comment="digest of the key"),
        Column("township", Text, nullable=False),
        Column("rule", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("due", _MOMENT, nullable=False, comment="as the rule demands it"),
        Column("recipient", Text, nullable=False, comment="whose contact: filer/v-1/reporter"),
        Column("channel", Text, nullable=False),
    ]


def _planned() -> list[Column[Any]]:
    return [
        Column("rule_version", Integer, nullable=False),
        Column("audience", ARRAY(Text), nullable=False, comment="the seats it is for"),
        Column("facts", JSONB, nullable=False, comment="what its text is made of; no address"),
        Column("urgent", Boolean, nullable=False),
        Column("gathered", Boolean, nullable=False),
        Column("until", _MOMENT, nullable=True, comment="overtaken from then on"),
        Column("state", Text, nullable=False),
        Column("reason", Text, nullable=True, comment="of cancelled, failed, uncertain"),
        Column("wake", _MOMENT, nullable=False, comment="when it is taken up next"),
        Column("woken", _MOMENT, nullable=True, comment="when a job for it was published last"),
        Column("planned", _MOMENT, nullable=False),
        Column("changed", _MOMENT, nullable=False),
    ]


def _sent() -> list[Column[Any]]:
    return [
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("claimant", BigInteger, nullable=True, comment="the advisory lock that its process holds"),
        Column("sent_stream", Text, nullable=True, comment="which SENT its claimant had read"),
        Column(
            "called", _MOMENT, nullable=True, comment="its key stood, and its channel was to be called next"
        ),
        Column("message", Text, nullable=True, comment="the reminder it was sealed with, itself often"),
        Column("judged_on", JSONB, nullable=True, comment="positions of the logs when it was claimed"),
        Column("as_of", _MOMENT, nullable=True, comment="said, where reporting was not closed in time"),
        Column("text_hash", Text, nullable=True),
        Column("reference", Text, nullable=True, comment="the provider's own"),
        Column("sent", _MOMENT, nullable=True),
        Column("acknowledged", _MOMENT, nullable=True),
        Column("claimed", _MOMENT, nullable=True, comment="the last time: handed over next"),
        Column("repeated", _MOMENT, nullable=True, comment="for want of knowing; once at most"),
    ]


def _indexes() -> list[Index]:
    key = ("township", "rule", "subject", "due", "recipient", "channel")
    return [
        Index("reminders_key", *key, unique=True),
        Index("reminders_to_wake", "wake", postgresql_where=text("state = 'planned'")),
        Index("reminders_in_doubt", "claimant", postgresql_where=text("state = 'sending'")),
        Index("reminders_uncertain", "wake", postgresql_where=text("state = 'uncertain'")),
        Index("reminders_of_subject", "township", "subject"),
        Index("reminders_of_recipient", "township", "recipient", "channel", "due"),
        Index("reminders_by_due", "township", "due", "id"),
        Index("reminders_of_message", "message"),
    ]


def _to_plan(metadata: MetaData) -> None:
    Table(
        "to_plan",
        metadata,
        Column("township", Text, primary_key=True),
        Column("subject", Text, primary_key=True, comment="hazard/<id>; empty: everything of the town"),
        Column("since", _MOMENT, nullable=False, server_default=text("clock_timestamp()")),
    )
    Table(
        "reminding",
        metadata,
        Column("township", Text, primary_key=True),
        Column("since", _MOMENT, nullable=False, comment="what was due before is not made up for"),
        Column("planned_until", _MOMENT, nullable=True),
    )


def _record(metadata: MetaData) -> None:
    Table(
        "sending_record",
        metadata,
        Column("number", BigInteger, primary_key=True, autoincrement=False, comment="without gaps"),
        Column("previous", Text, nullable=False, comment="hash of the line before"),
        Column("line", Text, nullable=False, comment="canonical JSON"),
        Column("hash", Text, nullable=False),
        Column("township", Text, nullable=False),
        Column("reminder", Text, nullable=False),
        Index("sending_record_of_reminder", "reminder", "number"),
    )
    Table(
        "delivery_reports",
        metadata,
        Column("number", BigInteger, Identity(always=True), primary_key=True),
        Column("message", Text, nullable=False, comment="the reminder it was sealed with"),
        Column("delivered", Boolean, nullable=False, comment="else it bounced"),
        Column("why", Text, nullable=True),
        Column("wrong_address", Boolean, nullable=False),
        Column("at", _MOMENT, nullable=False, comment="as the gateway says"),
        Column("woken", _MOMENT, nullable=True, comment="when a job for it was published last"),
        Index("delivery_reports_of_message", "message", "number"),
    )
    Table(
        "sent_read",
        metadata,
        Column("stream", Text, primary_key=True, comment="when the stream SENT was made"),
        Column("sequence", BigInteger, nullable=False),
    )


def _channels(metadata: MetaData) -> None:
    Table(
        "channel_halts",
        metadata,
        Column("township", Text, primary_key=True, comment="empty: of all towns"),
        Column("channel", Text, primary_key=True),
        Column("reason", Text, nullable=False),
        Column("since", _MOMENT, nullable=False),
    )
    Table(
        "channel_resumes",
        metadata,
        Column("township", Text, primary_key=True, comment="whose operator; empty: not kept then"),
        Column("channel", Text, primary_key=True),
        Column("at", _MOMENT, nullable=False, comment="what went out before halts it no more"),
        Column("resumed_by", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
    Table(
        "channel_use",
        metadata,
        Column("channel", Text, primary_key=True),
        Column("measure", Text, primary_key=True, comment="minute, number/template …, robot/…"),
        Column("slot", _MOMENT, primary_key=True),
        Column("used", Integer, nullable=False),
    )


def _quieting(metadata: MetaData) -> None:
    Table(
        "mutes",
        metadata,
        Column("township", Text, primary_key=True),
        Column("what", Text, primary_key=True, comment="rule/<family>, subject/<subject>"),
        Column("recipient", Text, primary_key=True, comment="empty: for everybody, by the safety office"),
        Column("until", _MOMENT, nullable=True, comment="absent: until it is taken back, by the recipient"),
        Column("reason", Text, nullable=True),
        Column("muted_by", Text, nullable=False),
        Column("at", _MOMENT, nullable=False),
    )
    Table(
        "rung",
        metadata,
        Column("township", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("recipient", Text, primary_key=True, comment="empty: the filer itself"),
        Column("rung_by", Text, nullable=False),
        Column("at", _MOMENT, nullable=False),
        Column("remark", Text, nullable=True),
    )


def _decisions(metadata: MetaData) -> None:
    Table(
        "released",
        metadata,
        Column("township", Text, primary_key=True),
        Column("campaign", Text, primary_key=True),
        Column("period", Text, primary_key=True),
        Column("released_by", Text, nullable=False),
        Column("at", _MOMENT, nullable=False),
    )


def _watched(metadata: MetaData) -> None:
    Table(
        "troubles",
        metadata,
        Column("township", Text, primary_key=True),
        Column("subject", Text, primary_key=True, comment="log/<name>, publisher/<name>, template/<name>"),
        Column("since", _MOMENT, nullable=False),
        Column("facts", JSONB, nullable=False),
    )
    Table(
        "sms_templates",
        metadata,
        Column("township", Text, primary_key=True),
        Column("template", Text, primary_key=True, comment="its name, or empty: the signature"),
        Column("state", Text, nullable=False, comment="未报备, 审核中, 可用, 停用"),
        Column("changed", _MOMENT, nullable=False),
        Column("changed_by", Text, nullable=False),
    )
    Table(
        "acknowledgements",
        metadata,
        Column("token", Text, primary_key=True, comment="SHA-256 of what stands in the link"),
        Column("township", Text, nullable=False),
        Column("message", Text, nullable=False),
        Column("expires", _MOMENT, nullable=False),
        Column("used", _MOMENT, nullable=True),
    )
