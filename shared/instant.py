"""Instants: always aware, always UTC inside, always microseconds with a Z when written down.

The fixed width makes written instants sort like the moments they name.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The time zone of the notice: windows, deadlines and dates are read in it."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEGINNING_OF_TIME = datetime(1, 1, 2, tzinfo=UTC)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""After anything that may be said. Between the two a moment can be written in every time zone."""


_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:[0-5]\d)", re.ASCII | re.IGNORECASE
)
"""The form alone: `fromisoformat` takes many others too, and then judges the figures."""
_OUT_OF_TIME = "an instant lies in the years 1 to 9998"
_LEAP_SECOND = re.compile(r"(?<=T\d\d:\d\d:)60(?:\.\d+)?", re.ASCII)


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant; ValueError when it is no date, names no offset, or is out of all time."""
    if _RFC_3339.fullmatch(text) is None:
        raise ValueError(
            "an instant needs a date, a time with seconds and an offset, as RFC 3339 writes them"
        )
    written = text.upper()
    try:
        moment = _utc(written)
    except ValueError:
        moment = _leap_second(written)
    if not BEGINNING_OF_TIME <= moment < END_OF_TIME:
        raise ValueError(_OUT_OF_TIME)
    return moment


def _utc(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except OverflowError:
        raise ValueError(_OUT_OF_TIME) from None


def _leap_second(written: str) -> datetime:
    """Python knows none; the last moment before it keeps the order of what happened."""
    moment = _utc(_LEAP_SECOND.sub("59.999999", written))
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


def moment_at(microseconds_since_1970: int) -> datetime:
    """The moment that `microseconds` gives back."""
    return EPOCH + timedelta(microseconds=microseconds_since_1970)
