"""Working days as announced, and as the law lets expect where nobody has announced a year yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.working_days import (
    is_working_day,
    last_announced_year,
    next_working_day,
    provisional,
    working_day_before,
)

UNANNOUNCED = last_announced_year() + 1


@pytest.mark.parametrize(
    ("day", "before", "following"),
    [
        ("2024-12-13", "2024-12-12", "2024-12-16"),  # a Friday
        ("2024-12-14", "2024-12-13", "2024-12-16"),  # a Saturday
        ("2025-01-25", "2025-01-24", "2025-01-26"),  # before a Sunday that is worked
        ("2025-01-30", "2025-01-27", "2025-02-05"),  # 正月初二
        ("2025-02-07", "2025-02-06", "2025-02-08"),  # before a Saturday that is worked
        ("2026-02-14", "2026-02-13", "2026-02-24"),
    ],
)
def test_days_around(day: str, before: str, following: str) -> None:
    given_day = date.fromisoformat(day)
    assert working_day_before(given_day).isoformat() == before
    assert next_working_day(given_day).isoformat() == following


def test_a_year_that_nobody_has_announced_is_provisional() -> None:
    assert not provisional(2024)
    assert not provisional(last_announced_year())
    assert provisional(UNANNOUNCED)
    assert not is_working_day(date(UNANNOUNCED, 10, 1))
    assert is_working_day(date(UNANNOUNCED, 10, 12)) == (date(UNANNOUNCED, 10, 12).weekday() < 5)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_between_a_day_and_the_working_days_around_it_nobody_works(day: date) -> None:
    before, following = working_day_before(day), next_working_day(day)
    assert before < day < following
    assert is_working_day(before)
    assert is_working_day(following)
    between = [before + timedelta(days=number) for number in range(1, (following - before).days)]
    assert not any(is_working_day(each) for each in between if each != day)
