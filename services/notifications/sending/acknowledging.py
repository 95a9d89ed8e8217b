"""Links that say 收到: no account is needed, each works once, and only for some time."""

import secrets
from datetime import datetime, timedelta

from services.notifications.reminders.row import Reminder
from shared.canonical import digest
from shared.event_log.connection import Connection

VALID = timedelta(days=14)
PATH = "/notifications/acknowledge/"
_ADD = "insert into acknowledgements (token, township, message, expires) values ($1, $2, $3, $4)"


async def new_link(connection: Connection, first: Reminder, page: str, now: datetime) -> str | None:
    """Of an e-mail; a text message has no room for one, and may carry none."""
    if first.channel != "email":
        return None
    token = secrets.token_urlsafe(24)
    await connection.execute(_ADD, digest(token.encode()), first.township, first.id, now + VALID)
    return f"{page}{PATH}{token}"
