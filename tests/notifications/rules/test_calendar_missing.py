"""A year that nobody has announced alarms operators sixty days ahead."""

from services.notifications.rules.calendar_missing import calendar_demands, calendar_subject
from shared.calendar.working_days import is_working_day, last_announced_year
from tests.notifications.rules.winter import said, town

MISSING = last_announced_year() + 1


def test_an_announced_year_is_not_missed() -> None:
    assert list(calendar_demands(town(), last_announced_year())) == []


def test_a_missing_year_is_told_to_operators_on_a_working_day() -> None:
    (demand,) = calendar_demands(town(), MISSING)
    assert demand.subject == calendar_subject() == f"calendar/{MISSING}"
    assert (demand.due.year, demand.due.hour, is_working_day(demand.due.date())) == (MISSING - 1, 9, True)
    assert said([demand])[0].endswith("09:00 calendar_missing operators")
    assert demand.facts["what"] == str(MISSING)


def test_sixty_days_ahead_or_on_the_working_day_before() -> None:
    """2027-11-02 is a Tuesday; 2028-11-02 a Thursday; 2033-11-02 a Wednesday; 2030-11-02 a Saturday."""
    dues = [said(calendar_demands(town(), year))[0][:5] for year in (2028, 2029, 2034, 2031)]
    assert dues == ["11-02", "11-02", "11-02", "11-01"]
