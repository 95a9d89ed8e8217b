"""The days of the demonstration's past in which people are reminded, and when something is due. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from deploy.demo.acts import Remind
from shared.calendar.working_days import is_working_day
from shared.instant import SHANGHAI

_DAYS = timedelta(days=7)
_MORNING, _HOURS_BEFORE, _OVERDUE = time(9), time(14), time(18, 5)
_KNOWN = timedelta(seconds=30)
"""By then it is known what had been reported at the moment itself."""


def reminding_from(start: datetime) -> datetime:
    """A week is what an inbox shows well: the last deadline with what comes before and after it."""
    return start - _DAYS


def reminded(deadlines: Iterable[datetime], until: datetime) -> Iterator[Remind]:
    """Each morning of a working day, and on a deadline's day before and after it, as the rules have it."""
    due_on = {deadline.astimezone(SHANGHAI).date() for deadline in deadlines}
    day = reminding_from(until).astimezone(SHANGHAI).date()
    while day <= until.astimezone(SHANGHAI).date():
        hours = [_MORNING] if is_working_day(day) else []
        hours += [_HOURS_BEFORE, _OVERDUE] if day in due_on else []
        for hour in hours:
            moment = datetime.combine(day, hour, SHANGHAI) + _KNOWN
            if reminding_from(until) < moment < until:
                yield Remind(moment)
        day += timedelta(days=1)
