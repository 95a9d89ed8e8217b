"""Days are those of the calendar in Shanghai."""

import pytest

from services.reporting.rectification.days import counted_to, days_between
from tests.reporting.rectification.hazards import moment


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ("12-01 00:00", "12-01 23:59", 0),
        ("12-01 23:59", "12-02 00:00", 1),
        ("12-01 09:00", "12-11 08:00", 10),
        ("12-31 23:00", "01-01 07:00", 1),
        ("12-02", "12-01", 0),
    ],
)
def test_days_between(earlier: str, later: str, days: int) -> None:
    assert days_between(moment(earlier), moment(later)) == days


def test_ages_are_not_counted_beyond_today() -> None:
    assert counted_to(moment("03-01"), moment("12-10 09:00")) == moment("12-10 09:00")
    assert counted_to(moment("12-01"), moment("12-10 09:00")) == moment("12-01")
