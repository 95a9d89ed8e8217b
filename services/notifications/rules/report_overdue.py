"""A report is overdue: said three times to the filer, told to its group's member, then only listed. Pure."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, pairwise, repeat

from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.form import Form
from services.notifications.rules.moments import day_ending, days_of, on
from services.notifications.rules.town import Town
from shared.calendar.working_days import is_working_day, next_working_day
from shared.instant import SHANGHAI

OVERDUE = "report_overdue"
AGAIN = "report_overdue_again"
LISTED = "report_overdue_listed"
ESCALATED = "report_escalated"


def overdue_demands(town: Town, form: Form) -> Iterator[Demand]:
    """Of a form that is owed. The next deadline ends it: that form covers this one."""
    ends = _ends(town, form)
    for rule, due, following in _stages(town, form, ends):
        yield from _demand(form, rule, due, min(following, ends))
    escalated = on(town, ESCALATED, next_working_day(day_ending(form.deadline)))
    if escalated < ends and not form.waits_for_head and str(form.subject) not in town.rung:
        yield from _demand(form, ESCALATED, escalated, ends)


def _stages(town: Town, form: Form, ends: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """What is said on each working day, when, and when it is said next."""
    due = _first(town, form.deadline)
    again = days_of(town, AGAIN).days - 1
    for rule, next_rule in pairwise(chain([OVERDUE], repeat(AGAIN, again), repeat(LISTED))):
        if due >= ends:
            return
        following = on(town, next_rule, next_working_day(due.astimezone(SHANGHAI).date()))
        yield rule, due, following
        due = following


def _first(town: Town, deadline: datetime) -> datetime:
    """On the deadline's own day if it is a working day and not over, else in the next one's morning."""
    day = day_ending(deadline)
    evening = on(town, OVERDUE, day)
    if is_working_day(day) and evening >= deadline:
        return evening
    return on(town, AGAIN, next_working_day(day))


def _ends(town: Town, form: Form) -> datetime:
    longest = form.deadline + days_of(town, LISTED)
    return longest if form.period.next_deadline is None else min(longest, form.period.next_deadline)


def _demand(form: Form, rule: str, due: datetime, until: datetime) -> Iterator[Demand]:
    if due >= form.owed_since:
        yield Demand(rule, str(form.subject), due, _audience(rule, form), until, form.facts)


def _audience(rule: str, form: Form) -> tuple[Audience, ...]:
    """A form that waits for the head is no longer the reporter's to send."""
    filer, office = form.subject.filer, Audience(Seat.SAFETY_OFFICE)
    if rule == LISTED:
        return (office,)
    if rule == ESCALATED:
        return (Audience(Seat.MEMBER, filer),)
    reporter = () if form.waits_for_head else (Audience(Seat.REPORTER, filer),)
    return (*reporter, Audience(Seat.HEAD, filer), office)
