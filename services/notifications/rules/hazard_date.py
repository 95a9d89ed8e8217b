"""整改期限: the date of a hazard's plan is near, or past, and nobody has closed the hazard. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from services.notifications.rules.agreed_days import agreed_days
from services.notifications.rules.days import (
    beginning,
    not_after,
    not_before,
    written_beginning,
    written_day,
)
from services.notifications.rules.demand import Demand
from services.notifications.rules.moments import on
from services.notifications.rules.of_whom import UNSETTLED, concerned, facts_of, responsible, subject_of
from services.notifications.rules.town import Town, View
from shared.calendar.working_days import next_working_day

NEAR, PAST = "hazard_date_near", "hazard_date_past"
TIMES = 4
"""So often a past date is spoken of, once a week; then it stands in the lists alone."""
_WEEK = timedelta(days=7)


def date_near(town: Town, hazard: View, unit: View | None) -> Iterator[Demand]:
    deadline = _deadline(hazard)
    if deadline is None:
        return
    days = timedelta(days=agreed_days(town, NEAR, written_beginning(deadline)))
    yield Demand(
        NEAR,
        subject_of(hazard),
        on(town, NEAR, not_after(deadline - days)),
        concerned(town, hazard, unit),
        beginning(deadline + timedelta(days=1)),
        facts_of(town, hazard, hazard["found"], [responsible(town, hazard, unit)]),
    )


def date_past(town: Town, hazard: View, unit: View | None) -> Iterator[Demand]:
    """On the first working day after the date, then weekly; each until the next."""
    deadline = _deadline(hazard)
    if deadline is None:
        return
    since = written_beginning(deadline + timedelta(days=1))
    facts = facts_of(town, hazard, since, [responsible(town, hazard, unit)])
    audience = concerned(town, hazard, unit)
    for day, following in pairwise(_weekly(deadline)):
        due, until = (on(town, PAST, each) for each in (day, following))
        yield Demand(PAST, subject_of(hazard), due, audience, until, facts)


def _deadline(hazard: View) -> date | None:
    return written_day(hazard["deadline"]) if hazard["state"] in UNSETTLED else None


def _weekly(deadline: date) -> list[date]:
    """A week lies between two at least: a holiday moves those behind it too."""
    days = [next_working_day(deadline)]
    while len(days) <= TIMES:
        days.append(not_before(days[-1] + _WEEK))
    return days
