"""Until when what was returned or withdrawn keeps its time. Pure."""

from datetime import datetime, time

from shared.calendar.working_days import next_working_day
from shared.instant import SHANGHAI, microseconds, moment_at

CLOSING = time(18, 0)


def next_working_day_closing(moment: int) -> int:
    """18:00 of the first working day after the one of this moment, microseconds since 1970."""
    day = next_working_day(moment_at(moment).astimezone(SHANGHAI).date())
    return microseconds(datetime.combine(day, CLOSING, SHANGHAI))
