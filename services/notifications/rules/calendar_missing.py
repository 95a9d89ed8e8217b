"""Nobody has announced the next year's working days, as far as this version knows. Pure."""

from datetime import date, datetime, timedelta

from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.moments import days_of, on
from services.notifications.rules.town import Town
from shared.calendar.working_days import provisional, working_day_before
from shared.instant import SHANGHAI, write_instant

MISSING = "calendar_missing"


def missing_years(town: Town, now: datetime) -> list[int]:
    """This one and the next, once there is not more time left than the policy wants."""
    this = now.astimezone(SHANGHAI).year
    return [year for year in (this, this + 1) if provisional(year) and _due(town, year) <= now]


def calendar_missing(town: Town, year: int, noticed: datetime) -> Demand:
    """So many days before the year begins, or when it is noticed, to those who can bring a newer version."""
    due = max(_due(town, year), noticed)
    return Demand(
        rule=MISSING,
        subject=f"calendar/{year}",
        due=due,
        audience=(Audience(Seat.OPERATORS),),
        until=datetime(year + 1, 1, 1, tzinfo=SHANGHAI),
        facts={"what": str(year), "since": write_instant(due)},
    )


def _due(town: Town, year: int) -> datetime:
    day = date(year, 1, 1) - days_of(town, MISSING)
    return on(town, MISSING, working_day_before(day + timedelta(days=1)))
