"""When a planned reminder is expected to go: its own moment, moved by what etiquette says of it alone. Pure.

Other messages to the same person may move it further: the dry run of a day counts them, this does not.
"""

from datetime import datetime
from typing import NamedTuple

from services.notifications.policy.policy import Etiquette, Rule
from services.notifications.reminders.row import Reminder
from services.notifications.sending.judging import Circumstances, Ended, Go, Later, judge
from services.notifications.sending.muted import Muted

_MOVES = 4
"""A night, and the rest days behind it."""


class Expected(NamedTuple):
    at: datetime | None
    """None: it would not go."""
    moved: str | None
    """Why at another moment, or not at all."""


def expected(row: Reminder, rule: Rule, etiquette: Etiquette, muted: Muted) -> Expected:
    at, why = row.wake, row.reason
    for _ in range(_MOVES):
        seen = Circumstances(
            at, rule, etiquette, at_head=True, closed=max(at, row.due), sent_today=0,
            muted=muted.silences(rule, row.subject, row.recipient, at),
        )  # fmt: skip
        match judge(row, seen):
            case Go():
                break
            case Later() as later:
                at, why = later.wake, later.why
            case Ended() as ended:
                return Expected(None, ended.reason)
    return Expected(at, why)
