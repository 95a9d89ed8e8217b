"""What HTTP itself says about a message: nobody reached, no answer, or a status that tells enough. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from services.notifications.channels.channel import Outcome, PutOff, Refused, Unknown
from services.notifications.channels.later import put_off

TIMEOUTS = httpx.Timeout(20, connect=5)
TOGETHER_SECONDS = 60
LARGEST_ANSWER = 65_536
_NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_TOO_MANY, _UNAVAILABLE = 429, 503
_OURS = {401, 403, 404, 405, 407}
"""Address, secret or rights are not set as they should be: no fault of the message, and it was not taken."""
_CLIENT = range(400, 500)


def not_answered(error: Exception, attempt: int) -> PutOff | Unknown:
    """An answer that did not come may be to a message that was taken."""
    if isinstance(error, _NOT_REACHED):
        return put_off("not_reached", attempt)
    return Unknown(f"no_answer_{type(error).__name__}")


def by_status(status: int, headers: Mapping[str, str], attempt: int, now: datetime) -> Outcome:
    """Of every status but 200, and where nothing better is known."""
    why, asked = f"http_{status}", retry_after(headers.get("retry-after"), now)
    if status == _TOO_MANY or (status == _UNAVAILABLE and asked is not None):
        return put_off(why, attempt, asked)
    if status in _OURS:
        return put_off(why, attempt)
    if status in _CLIENT and status != httpx.codes.REQUEST_TIMEOUT:
        return Refused(why)
    return Unknown(why)


def retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds, or a date; None where it says nothing."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())
