"""Reminders: their table, what was sent, what is muted and rung, and what has to be planned anew."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0004"
down_revision = "0003"

ROLE, SENDER = "notifications", "notifications_sender"
_MOMENT = sa.DateTime(timezone=True)
_CHANGED = "reminders, sent_read, rung, reminding"
_COME_AND_GO = "to_plan, mutes, channel_halts, channel_use, troubles, released"
_READ_MODEL = "subjects, checkpoints, read_models, contacts"


def upgrade() -> None:
    op.create_table("reminders", *_key(), *_planned(), *_sent())
    _indexes()
    _to_plan()
    _record()
    _channels()
    _quieting()
    _decisions()
    op.execute(f"grant select on {_CHANGED}, {_COME_AND_GO}, sending_record to {ROLE}")
    op.execute(f"grant insert, update on to_plan to {ROLE}")
    op.execute(f"grant select, insert, update on {_CHANGED} to {SENDER}")
    op.execute(f"grant select, insert, update, delete on {_COME_AND_GO} to {SENDER}")
    op.execute(f"grant select, insert on sending_record to {SENDER}")
    op.execute(f"grant select on {_READ_MODEL} to {SENDER}")
    op.execute(f"grant insert on contact_access to {SENDER}")


def _key() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Text, primary_key=True, comment="digest of the key"),
        sa.Column("township", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("due", _MOMENT, nullable=False, comment="as the rule demands it"),
        sa.Column("recipient", sa.Text, nullable=False, comment="whose contact: filer/v-1/reporter"),
        sa.Column("channel", sa.Text, nullable=False),
    ]


def _planned() -> list[sa.Column[Any]]:
    return [
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.Column("audience", ARRAY(sa.Text), nullable=False, comment="the seats it is for"),
        sa.Column("facts", JSONB, nullable=False, comment="what its text is made of; no address"),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("gathered", sa.Boolean, nullable=False),
        sa.Column("until", _MOMENT, nullable=True, comment="overtaken from then on"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=True, comment="of cancelled, failed, uncertain"),
        sa.Column("wake", _MOMENT, nullable=False, comment="when it is taken up next"),
        sa.Column("woken", _MOMENT, nullable=True, comment="when a job for it was published last"),
        sa.Column("planned", _MOMENT, nullable=False),
        sa.Column("changed", _MOMENT, nullable=False),
    ]


def _sent() -> list[sa.Column[Any]]:
    return [
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column(
            "claimant", sa.BigInteger, nullable=True, comment="the advisory lock that its process holds"
        ),
        sa.Column("message", sa.Text, nullable=True, comment="the reminder it was sealed with, itself often"),
        sa.Column("judged_on", JSONB, nullable=True, comment="positions of the logs when it was claimed"),
        sa.Column("as_of", _MOMENT, nullable=True, comment="said, where reporting was not closed in time"),
        sa.Column("text_hash", sa.Text, nullable=True),
        sa.Column("reference", sa.Text, nullable=True, comment="the provider's own"),
        sa.Column("sent", _MOMENT, nullable=True),
        sa.Column("acknowledged", _MOMENT, nullable=True),
    ]


def _indexes() -> None:
    key = ["township", "rule", "subject", "due", "recipient", "channel"]
    planned, sending = sa.text("state = 'planned'"), sa.text("state = 'sending'")
    op.create_index("reminders_key", "reminders", key, unique=True)
    op.create_index("reminders_to_wake", "reminders", ["wake"], postgresql_where=planned)
    op.create_index("reminders_in_doubt", "reminders", ["claimant"], postgresql_where=sending)
    op.create_index("reminders_of_subject", "reminders", ["township", "subject"])
    op.create_index("reminders_of_recipient", "reminders", ["township", "recipient", "channel", "due"])
    op.create_index("reminders_by_due", "reminders", ["township", "due", "id"])
    op.create_index("reminders_of_message", "reminders", ["message"])


def _to_plan() -> None:
    op.create_table(
        "to_plan",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True, comment="hazard/<id>; empty: everything of the town"),
        sa.Column("since", _MOMENT, nullable=False, server_default=sa.text("clock_timestamp()")),
    )
    op.create_table(
        "reminding",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("since", _MOMENT, nullable=False, comment="what was due before is not made up for"),
        sa.Column("planned_until", _MOMENT, nullable=True),
    )


def _record() -> None:
    op.create_table(
        "sending_record",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False, comment="without gaps"),
        sa.Column("previous", sa.Text, nullable=False, comment="hash of the line before"),
        sa.Column("line", sa.Text, nullable=False, comment="canonical JSON"),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("township", sa.Text, nullable=False),
        sa.Column("reminder", sa.Text, nullable=False),
    )
    op.create_index("sending_record_of_reminder", "sending_record", ["reminder", "number"])
    op.create_table(
        "sent_read",
        sa.Column("stream", sa.Text, primary_key=True, comment="when the stream SENT was made"),
        sa.Column("sequence", sa.BigInteger, nullable=False),
    )


def _channels() -> None:
    op.create_table(
        "channel_halts",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
    )
    op.create_table(
        "channel_use",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("measure", sa.Text, primary_key=True, comment="minute, number/template …, robot/…"),
        sa.Column("slot", _MOMENT, primary_key=True),
        sa.Column("used", sa.Integer, nullable=False),
    )


def _quieting() -> None:
    op.create_table(
        "mutes",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True, comment="rule/<family>, subject/<subject>"),
        sa.Column(
            "recipient", sa.Text, primary_key=True, comment="empty: for everybody, by the safety office"
        ),
        sa.Column(
            "until", _MOMENT, nullable=True, comment="absent: until it is taken back, by the recipient"
        ),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("muted_by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "rung",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("recipient", sa.Text, primary_key=True, comment="empty: the filer itself"),
        sa.Column("rung_by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("remark", sa.Text, nullable=True),
    )


def _decisions() -> None:
    op.create_table(
        "released",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("campaign", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("released_by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "troubles",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column(
            "subject", sa.Text, primary_key=True, comment="log/<name>, publisher/<name>, template/<name>"
        ),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
    )
