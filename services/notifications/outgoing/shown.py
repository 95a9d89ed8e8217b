"""A reminder as a list shows it: never an address, never its text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.notifications.outgoing.words import about, named
from services.notifications.policy.policy import Policy
from services.notifications.reminders.row import Reminder
from shared.instant import write_instant


def shown(row: Reminder, names: Mapping[str, str], policy: Policy) -> dict[str, Any]:
    """`names` by recipient."""
    rule = policy.rules.get(row.rule)
    return {
        "id": row.id,
        "rule": row.rule,
        "title": row.rule if rule is None else rule.title,
        "rule_version": row.rule_version,
        "subject": row.subject,
        "about": about(row.subject, row.facts),
        "recipient": row.recipient,
        "recipient_name": named(row.recipient, [names.get(row.recipient)]),
        "seats": list(row.audience),
        "channel": row.channel,
        "urgent": row.urgent,
        "due": write_instant(row.due),
        "wake": write_instant(row.wake),
        "until": written(row.until),
        "state": row.state.value,
        "reason": row.reason,
        "attempts": row.attempts,
        "message": row.message,
        "text_hash": row.text_hash,
        "as_of": written(row.as_of),
        "sent": written(row.sent),
        "acknowledged": written(row.acknowledged),
    }


def written(moment: datetime | None) -> str | None:
    return None if moment is None else write_instant(moment)
