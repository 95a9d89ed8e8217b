"""The days of each year are those of the notice that is named for it, read from the notices themselves."""

from datetime import date, timedelta

import pytest

from shared.calendar.notices import notice_of
from shared.calendar.working_days import is_working_day, last_announced_year

OFF = {
    2024: ["01-01 01-01", "02-10 02-17", "04-04 04-06", "05-01 05-05", "06-10 06-10", "09-15 09-17",
           "10-01 10-07"],
    2025: ["01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"],
    2026: ["01-01 01-03", "02-15 02-23", "04-04 04-06", "05-01 05-05", "06-19 06-21", "09-25 09-27",
           "10-01 10-07"],
}  # fmt: skip
WORKED = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


@pytest.mark.parametrize("year", range(2024, last_announced_year() + 1))
def test_every_announced_year_names_its_notice(year: int) -> None:
    notice = notice_of(year)
    assert notice is not None, "name it in shared/calendar/notices.yaml, and its days here"
    assert str(year) in notice.title
    assert notice.number.startswith(f"国办发明电〔{notice.published.year}〕")
    assert notice.published < date(year, 1, 1)


def test_what_is_not_announced_has_no_notice() -> None:
    assert notice_of(last_announced_year() + 1) is None


@pytest.mark.parametrize("year", OFF)
def test_the_days_are_those_of_the_notice(year: int) -> None:
    off = {
        day
        for span in OFF[year]
        for day in days(*(date.fromisoformat(f"{year}-{end}") for end in span.split()))
    }
    worked = {date.fromisoformat(f"{year}-{day}") for day in WORKED[year].split()}
    for day in days(date(year, 1, 1), date(year, 12, 31)):
        expected = day in worked or (day.weekday() < 5 and day not in off)
        assert is_working_day(day) == expected, day


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
