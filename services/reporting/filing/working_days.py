"""Working days of China, with their shifted ones. Pure."""

from datetime import date, datetime, time, timedelta

from chinese_calendar import is_workday

from shared.instant import SHANGHAI, microseconds, moment_at

CLOSING = time(18, 0)
_SATURDAY = 5


def next_working_day_closing(moment: int) -> int:
    """18:00 of the first working day after the one of this moment, microseconds since 1970."""
    day = moment_at(moment).astimezone(SHANGHAI).date() + timedelta(days=1)
    while not _is_working_day(day):
        day += timedelta(days=1)
    return microseconds(datetime.combine(day, CLOSING, SHANGHAI))


def _is_working_day(day: date) -> bool:
    try:
        return bool(is_workday(day))
    except NotImplementedError:  # a year that nobody has announced yet
        return day.weekday() < _SATURDAY
