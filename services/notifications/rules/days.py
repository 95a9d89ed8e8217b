"""Days of the town and the moments at which rules speak. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from chinese_calendar import is_workday

from services.notifications.policy.policy import Rule
from shared.instant import SHANGHAI, parse_instant, write_instant

MORNING = time(9, 0)
_SATURDAY = 5
_YEARS = range(2000, 2099)
"""A date that people enter may lie outside: nobody is reminded of that one."""


def is_working_day(day: date) -> bool:
    try:
        return bool(is_workday(day))
    except NotImplementedError:  # a year that nobody has announced yet
        return day.weekday() < _SATURDAY


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


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


def morning(day: date, rule: Rule) -> datetime:
    """When a rule speaks on a day."""
    return datetime.combine(day, rule.at or MORNING, SHANGHAI).astimezone(UTC)


def written_beginning(day: date) -> str:
    return write_instant(beginning(day))
