"""A year that nobody has announced alarms operators sixty days ahead, or when it is noticed."""

from datetime import datetime, timedelta

from services.notifications.rules.calendar_missing import calendar_missing, missing_years
from shared.calendar.working_days import is_working_day, last_announced_year
from shared.instant import SHANGHAI
from tests.notifications.rules.winter import moment, said, town

MISSING = last_announced_year() + 1
LONG_AGO = moment("11-01 00:00")


def test_a_missing_year_is_told_to_operators_on_a_working_day() -> None:
    demand = calendar_missing(town(), MISSING, LONG_AGO)
    assert demand.subject == f"calendar/{MISSING}"
    assert (demand.due.year, demand.due.hour, is_working_day(demand.due.date())) == (MISSING - 1, 9, True)
    assert said([demand])[0].endswith("09:00 calendar_missing operators")
    assert demand.facts["what"] == str(MISSING)


def test_sixty_days_ahead_or_on_the_working_day_before() -> None:
    """2027-11-02 is a Tuesday; 2028-11-02 a Thursday; 2033-11-02 a Wednesday; 2030-11-02 a Saturday."""
    dues = [said([calendar_missing(town(), year, LONG_AGO)])[0][:5] for year in (2028, 2029, 2034, 2031)]
    assert dues == ["11-02", "11-02", "11-02", "11-01"]


def test_it_is_noticed_from_then_on_however_late_a_town_begins() -> None:
    due = calendar_missing(town(), MISSING, LONG_AGO).due
    seen = [missing_years(town(), due + timedelta(days=days)) for days in (-1, 0, 50, 400)]
    assert seen == [[], [MISSING], [MISSING], [MISSING, MISSING + 1]]
    late = due + timedelta(days=30)
    assert calendar_missing(town(), MISSING, late).due == late
    assert missing_years(town(), datetime(last_announced_year(), 6, 1, tzinfo=SHANGHAI)) == []
