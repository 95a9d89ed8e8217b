"""Days of the town: of what moment, how many later, and moved off rest days. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from shared.calendar.working_days import is_working_day, next_working_day, working_day_before
from shared.instant import SHANGHAI, parse_instant, write_instant

_YEARS = range(2000, 2099)
"""A date that people enter may lie outside: nobody is reminded of that one."""


def not_after(day: date) -> date:
    """The day itself, or the working day before a rest day."""
    return day if is_working_day(day) else working_day_before(day)


def not_before(day: date) -> date:
    """The day itself, or the working day after a rest day."""
    return day if is_working_day(day) else next_working_day(day)


def written_day(text: str | None) -> date | None:
    """Of an entry, `2024-12-31`."""
    day = None if text is None else date.fromisoformat(text)
    return day if day is not None and day.year in _YEARS else None


def day_of(moment: datetime) -> date:
    """The town's, in which it lies."""
    return moment.astimezone(SHANGHAI).date()


def days_after(moment: str, days: int) -> date:
    """That many days after a written instant, on a working day."""
    return not_before(day_of(parse_instant(moment)) + timedelta(days=days))


def beginning(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def written_beginning(day: date) -> str:
    return write_instant(beginning(day))
