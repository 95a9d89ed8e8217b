"""What becomes of a reminder that somebody wants cancelled, or sent once more. Pure."""

from datetime import datetime
from enum import StrEnum

from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import Happening, NotAllowed, State, after
from shared.problems import Rejected

BY_HAND = "by_hand"
"""The reason of what was cancelled by somebody: no rule revives it."""


class Cancelling(StrEnum):
    CANCELLED = "cancelled"
    ALREADY_CLAIMED = "already_claimed"
    """Somebody is sending it, or it failed, or nobody knows: it is past cancelling."""
    SENT = "sent"


_ANSWERS = {
    State.PLANNED: Cancelling.CANCELLED,
    State.CANCELLED: Cancelling.CANCELLED,
    State.SENDING: Cancelling.ALREADY_CLAIMED,
    State.FAILED: Cancelling.ALREADY_CLAIMED,
    State.UNCERTAIN: Cancelling.ALREADY_CLAIMED,
    State.SENT: Cancelling.SENT,
    State.DELIVERED: Cancelling.SENT,
}


def cancelling(state: State) -> Cancelling:
    """Exactly one of the three, of the state that it had."""
    return _ANSWERS[state]


def only_if_resent(row: Reminder, now: datetime, *, demanded: bool) -> None:
    """Raises what speaks against sending it once more."""
    try:
        after(row.state, Happening.RESENT)
    except NotAllowed:
        code = "reminder_cancelled" if row.state is State.CANCELLED else "reminder_on_its_way"
        raise Rejected(code, state=row.state.value) from None
    if not demanded:
        raise Rejected("reminder_not_owed")
    if row.until is not None and row.until <= now:
        raise Rejected("reminder_overtaken")
