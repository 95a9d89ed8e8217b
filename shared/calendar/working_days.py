"""Working days of China, with their shifted ones. Pure.

A year has the days that the State Council announced for it. Until it does, a year is provisional: the days
off that the law gives, and no weekend worked for them.
"""

from datetime import date, timedelta
from functools import cache

import holidays
from chinese_calendar import is_workday
from chinese_calendar.constants import holidays as announced

SATURDAY = 5
_DAY = timedelta(days=1)
_FIRST_ANNOUNCED: int = min(announced).year
_LAST_ANNOUNCED: int = max(announced).year
_FIRST_BY_LAW = 1950


def last_announced_year() -> int:
    return _LAST_ANNOUNCED


def provisional(year: int) -> bool:
    """Nobody has announced it, as far as this version knows."""
    return not _FIRST_ANNOUNCED <= year <= _LAST_ANNOUNCED


def is_working_day(day: date) -> bool:
    if not provisional(day.year):
        return bool(is_workday(day))
    if day.year < _FIRST_BY_LAW:
        return day.weekday() < SATURDAY
    return _by_law().is_working_day(day)


def next_working_day(day: date) -> date:
    """The first one after this day."""
    found = day + _DAY
    while not is_working_day(found):
        found += _DAY
    return found


def working_day_before(day: date) -> date:
    """The last one before this day."""
    found = day - _DAY
    while not is_working_day(found):
        found -= _DAY
    return found


@cache
def _by_law() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")
