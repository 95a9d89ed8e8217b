"""Nobody has announced the next year's working days, as far as this version knows. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.moments import days_of, on
from services.notifications.rules.town import Town
from shared.calendar.working_days import last_announced_year, provisional, working_day_before
from shared.instant import SHANGHAI, write_instant

MISSING = "calendar_missing"


def calendar_subject() -> str:
    """The year after the last that is announced: the one to ask about."""
    return f"calendar/{last_announced_year() + 1}"


def calendar_demands(town: Town, year: int) -> Iterator[Demand]:
    """So many days before the year begins, to those who can bring a newer version."""
    if not provisional(year):
        return
    day = date(year, 1, 1) - days_of(town, MISSING)
    due = on(town, MISSING, working_day_before(day + timedelta(days=1)))
    yield Demand(
        rule=MISSING,
        subject=f"calendar/{year}",
        due=due,
        audience=(Audience(Seat.OPERATORS),),
        until=datetime(year + 1, 1, 1, tzinfo=SHANGHAI),
        facts={"what": str(year), "since": write_instant(due)},
    )
