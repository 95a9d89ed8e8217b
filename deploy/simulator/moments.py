"""Moments of the simulated campaign: whole seconds since the window opened, written with the offset."""

from datetime import date, datetime, timedelta
from random import Random

from shared.instant import SHANGHAI

HOUR = 3_600
DAY = 24 * HOUR
_OPENS, _HOURS = 8 * HOUR + 1_800, 9 * HOUR


class Calendar:
    """Turns seconds since the window opened into text; days are written once and kept."""

    def __init__(self, opens: datetime, closes: datetime) -> None:
        self._opens = opens
        self._first_day = opens.astimezone(SHANGHAI).date()
        self._written: dict[int, str] = {}
        self.end = int((closes - opens).total_seconds())
        """The first second after the window."""

    def moment(self, when: datetime) -> int:
        return int((when - self._opens).total_seconds())

    def day(self, moment: int) -> date:
        return self._first_day + timedelta(days=moment // DAY)

    def write(self, moment: int) -> str:
        number, second = divmod(moment, DAY)
        day = self._written.get(number)
        if day is None:
            day = self._written[number] = self.day(moment).isoformat()
        return f"{day}T{second // HOUR:02d}:{second // 60 % 60:02d}:{second % 60:02d}+08:00"


def working_hour(chance: Random, first_day: float, last_day: float) -> int:
    """A moment in office hours of a day between the two, the last excluded."""
    day = int(first_day + chance.random() * (last_day - first_day))
    return day * DAY + _OPENS + int(chance.random() * _HOURS)


def later(chance: Random, moment: int, least_days: float, most_days: float) -> int:
    """Some days after, at an office hour of that day, never before."""
    day = moment // DAY + least_days + chance.random() * (most_days - least_days)
    return max(moment + 60, int(day) * DAY + _OPENS + int(chance.random() * _HOURS))
