"""Instants: always aware, always UTC inside, always microseconds with a Z when written down.

The fixed width makes written instants sort like the moments they name.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The time zone of the notice: windows, deadlines and dates are read in it."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""After anything that may be said."""


_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:[0-5]\d)", re.ASCII | re.IGNORECASE
)
"""The form alone: `fromisoformat` takes many others too, and then judges the figures."""
_LEAP_SECOND = re.compile(r"(?<=T\d\d:\d\d:)60(?:\.\d+)?", re.ASCII)


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant; ValueError when it is no date, or names no offset."""
    if _RFC_3339.fullmatch(text) is None:
        raise ValueError(
            "an instant needs a date, a time with seconds and an offset, as RFC 3339 writes them"
        )
    written = text.upper()
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return _leap_second(written)


def _leap_second(written: str) -> datetime:
    """Python knows none; the last moment before it keeps the order of what happened."""
    moment = datetime.fromisoformat(_LEAP_SECOND.sub("59.999999", written)).astimezone(UTC)
    if (moment.hour, moment.minute) != (23, 59):
        raise ValueError("a leap second ends a day of UTC")
    return moment


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
