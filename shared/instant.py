"""Instants: always aware, always UTC inside, always microseconds with a Z when written down.

The fixed width makes written instants sort like the moments they name.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The time zone of the notice: windows, deadlines and dates are read in it."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""After anything that may be said."""


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant; ValueError when it is no date, or names no offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or "T" not in text.upper():
        raise ValueError("an instant needs a date, a time and an offset")
    return moment.astimezone(UTC)


def write_instant(moment: datetime) -> str:
    """`2024-12-01T01:02:03.000000Z`"""
    # Three times as fast as isoformat, but it leaves out microseconds that are zero.
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    written = orjson.dumps(in_utc, option=orjson.OPT_UTC_Z)[1:-2].decode()
    return f"{written}Z" if moment.microsecond else f"{written}.000000Z"


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exact."""
    span = moment - EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
