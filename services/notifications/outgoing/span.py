"""The span of time that a question is about, as an address says it. Pure."""

from datetime import date, datetime, time, timedelta

from shared.instant import SHANGHAI, parse_instant
from shared.problems import Rejected

MOST = timedelta(days=366)
USUAL = timedelta(days=7)


def span(from_: str | None, until: str | None, now: datetime) -> tuple[datetime, datetime]:
    """The end is not in it. Raises `invalid_request`."""
    begins = now if from_ is None else moment("from", from_)
    ends = begins + USUAL if until is None else moment("until", until)
    if not timedelta() < ends - begins <= MOST:
        raise Rejected(
            "invalid_request", field="until", detail=f"晚于 from 至多 {MOST.days} 天 days after it"
        )
    return begins, ends


def moment(field: str, text: str) -> datetime:
    """A moment with its offset, or a day: its beginning in the town."""
    try:
        return beginning_of(date.fromisoformat(text)) if len(text) == len("2024-12-14") else _moment(text)
    except (ValueError, OverflowError):
        detail = "应为日期或带时区的时间，如 2024-12-14 a day, or a moment with offset"
        raise Rejected("invalid_request", field=field, detail=detail) from None


def beginning_of(day: date) -> datetime:
    """ValueError at the very ends of the calendar, where nothing can be reckoned with."""
    if not date.min < day < date.max - MOST:
        raise ValueError(day)
    return datetime.combine(day, time(), SHANGHAI)


def _moment(text: str) -> datetime:
    found = parse_instant(text)
    beginning_of(found.date())
    return found
