"""One reminder as its table has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.notifications.reminders.key import Key
from services.notifications.reminders.states import State

COLUMNS = (
    "id, township, rule, subject, due, recipient, channel, rule_version, audience, facts, urgent, gathered, "
    "until, state, reason, wake, attempts, message, as_of, text_hash, reference, planned, changed, sent, "
    "acknowledged, judged_on, claimant, sent_stream, called, claimed, repeated"
)


@dataclass(frozen=True, slots=True)
class Reminder:
    id: str
    township: str
    rule: str
    subject: str
    due: datetime
    recipient: str
    channel: str
    rule_version: int
    audience: tuple[str, ...]
    facts: Mapping[str, Any]
    urgent: bool
    gathered: bool
    until: datetime | None
    state: State
    reason: str | None
    wake: datetime
    attempts: int
    message: str | None
    as_of: datetime | None
    text_hash: str | None
    reference: str | None
    planned: datetime
    changed: datetime
    sent: datetime | None
    acknowledged: datetime | None
    judged_on: Mapping[str, int] | None
    claimant: int | None
    sent_stream: str | None
    """Which SENT the claimant had read."""
    called: datetime | None
    """When its claimant was about to call its channel: None where it never came so far."""
    claimed: datetime | None
    """The last time."""
    repeated: datetime | None
    """While nobody knew whether it had arrived."""

    @property
    def key(self) -> Key:
        return Key(self.township, self.rule, self.subject, self.due, self.recipient, self.channel)


def reminder_of(row: Mapping[str, Any]) -> Reminder:
    """Of a record with all of COLUMNS."""
    fields = dict(row)
    fields["audience"], fields["state"] = tuple(fields["audience"]), State(fields["state"])
    fields["facts"] = orjson.loads(fields["facts"])
    judged = fields["judged_on"]
    fields["judged_on"] = None if judged is None else orjson.loads(judged)
    return Reminder(**fields)
