"""A report is due: three days before, on the working day before, four hours before. Pure.

At most one a day before the deadline's own day: the later one absorbs the earlier. None on rest days but the
last. Whoever has 延期 hears nothing until it has passed.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.form import Form
from services.notifications.rules.moments import day_ending, days_of, on
from services.notifications.rules.town import Town
from shared.calendar.working_days import SATURDAY, is_working_day, working_day_before
from shared.instant import SHANGHAI

THREE_DAYS = "report_due_3_days"
DAY_BEFORE = "report_due_day_before"
FOUR_HOURS = "report_due_4_hours"
_DAY = timedelta(days=1)


def due_demands(town: Town, form: Form) -> Iterator[Demand]:
    """Of a form that is owed."""
    if form.extended_until is not None:
        return
    seat = Seat.HEAD if form.waits_for_head else Seat.REPORTER
    stages = [*_stages(town, form.deadline), ("", form.deadline)]
    for (rule, due), (_, until) in pairwise(stages):
        if due >= form.owed_since:
            facts = form.facts
            if rule == DAY_BEFORE and _is_before_holiday(due.date(), day_ending(form.deadline)):
                facts["last_working_day"] = True
            audience = (Audience(seat, form.subject.filer),)
            yield Demand(rule, str(form.subject), due, audience, until, facts)


def _stages(town: Town, deadline: datetime) -> Iterable[tuple[str, datetime]]:
    """In order, the last of each day."""
    day = day_ending(deadline)
    day_before = working_day_before(day)
    early = working_day_before(day - days_of(town, THREE_DAYS) + _DAY)
    stages = (
        (THREE_DAYS, on(town, THREE_DAYS, early)),
        (DAY_BEFORE, on(town, DAY_BEFORE, day_before)),
        (FOUR_HOURS, min(on(town, FOUR_HOURS, day), deadline - timedelta(hours=4))),
    )
    return {due.astimezone(SHANGHAI).date(): (rule, due) for rule, due in stages}.values()


def _is_before_holiday(said: date, deadline: date) -> bool:
    """今天是节前最后工作日: of the days up to the deadline a weekday is off. A weekend is no holiday."""
    following = [said + _DAY * number for number in range(1, (deadline - said).days + 1)]
    return any(day.weekday() < SATURDAY and not is_working_day(day) for day in following)
