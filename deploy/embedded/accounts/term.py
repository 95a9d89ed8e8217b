"""From when until when an account holds: days of the town, or moments. Pure.

A day is kept as the day that was said: as the end it is still part of the term.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from deploy.embedded.refusal import Refusal
from shared.instant import SHANGHAI

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.0+)? ?(Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)


def day_or_moment(said: str) -> str | None:
    """As it is kept: `2024-12-31`, or a moment of the town with its offset; None for what is left out."""
    text = unicodedata.normalize("NFKC", said).strip()
    if not text:
        return None
    form = _WRITTEN.fullmatch(text)
    try:
        if form is None:
            raise ValueError
        day = date(int(form[1]), int(form[2]), int(form[3]))
        kept = day.isoformat() if form[4] is None else _moment(day, form).isoformat()
    except ValueError:
        raise _no_date(said) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _no_date(said)
    return kept


def begins(kept: str) -> datetime:
    return _midnight(kept) or datetime.fromisoformat(kept)


def ends(kept: str) -> datetime:
    """The first moment after it."""
    midnight = _midnight(kept)
    return datetime.fromisoformat(kept) if midnight is None else midnight + timedelta(days=1)


def check_order(starts: str | None, until: str | None) -> dict[str, str]:
    """Nothing more is read of it."""
    if starts is not None and until is not None and begins(starts) >= ends(until):
        raise Refusal(
            f"“起”（{starts}）晚于“止”（{until}），请更正其一。",
            f"It begins ({starts}) after its end ({until}): correct one of them.",
            usage=True,
        )
    return {}


def _midnight(kept: str) -> datetime | None:
    """None for what is a moment."""
    return None if "T" in kept else datetime.combine(date.fromisoformat(kept), time(), SHANGHAI)


def _moment(day: date, form: re.Match[str]) -> datetime:
    at = time(int(form[4]), int(form[5]), int(form[6] or 0))
    offset = form[7]
    if offset is None:
        return datetime.combine(day, at, SHANGHAI)
    return datetime.fromisoformat(f"{day}T{at}{offset}").astimezone(SHANGHAI)


def _no_date(said: str) -> Refusal:
    return Refusal(
        f"“{said}”不是日期，请写成 2024-12-31 或 2024-12-31 18:00（年份 {_FIRST_YEAR}–{_LAST_YEAR}）。",
        f"“{said}” is no date; write 2024-12-31 or 2024-12-31 18:00 (years {_FIRST_YEAR} to {_LAST_YEAR}).",
        usage=True,
    )
