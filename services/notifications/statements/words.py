"""How it stands with a reminder, in words for people. Pure."""

from services.notifications.reminders.in_words import standing
from services.notifications.reminders.row import Reminder


def state_in_words(row: Reminder) -> str:
    return standing(row.state, row.reason, row.channel)[0]
