"""The days of the demonstration's past in which people are reminded, and when something is due. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from deploy.demo.acts import Remind
from shared.calendar.working_days import is_working_day
from shared.instant import SHANGHAI

_DAYS = timedelta(days=7)
_MORNING, _HOURS_BEFORE, _OVERDUE = time(9), time(14), time(18, 5)
_KNOWN = timedelta(seconds=30)
_ONCE_MORE = timedelta(seconds=3)
"""While the clock stands nothing new is known of its moment: what was put off for that goes then."""


def reminding_from(start: datetime) -> datetime:
    """A week is what an inbox shows well: the last deadline with what comes before and after it."""
    return start - _DAYS


def reminded(sent: Iterable[datetime], deadlines: Iterable[datetime], until: datetime) -> Iterator[Remind]:
    """After facts were `sent`, and when rules speak: a working day's morning, before and after a deadline."""
    moments = [moment + _KNOWN for moment in sent]
    due_on = {deadline.astimezone(SHANGHAI).date() for deadline in deadlines}
    day = reminding_from(until).astimezone(SHANGHAI).date()
    while day <= until.astimezone(SHANGHAI).date():
        if is_working_day(day):
            moments += _when_it_speaks(day, _MORNING)
        if day in due_on:
            moments += [*_when_it_speaks(day, _HOURS_BEFORE), *_when_it_speaks(day, _OVERDUE)]
        day += timedelta(days=1)
    for moment in sorted(moments):
        if reminding_from(until) < moment < until:
            yield Remind(moment)


def _when_it_speaks(day: date, hour: time) -> tuple[datetime, datetime]:
    moment = datetime.combine(day, hour, SHANGHAI) + _KNOWN
    return moment, moment + _ONCE_MORE
