"""Open hazards past their deadline."""

import pytest

from services.reporting.rectification.overdue import overdue
from tests.reporting.rectification.hazards import hazard, moment


@pytest.mark.parametrize(
    ("counted_to", "late"),
    [("12-15 00:00", 0), ("12-15 23:59", 0), ("12-16 00:00", 1), ("12-20 12:00", 1)],
)
def test_a_deadline_is_due_until_the_end_of_its_day(counted_to: str, late: int) -> None:
    assert overdue([hazard("12-01", deadline="12-15")], moment(counted_to))["overdue"] == late


def test_only_of_what_is_open() -> None:
    told = overdue(
        [
            hazard("12-01", deadline="12-15", major=True),
            hazard("12-01", deadline="12-15"),
            hazard("12-01", deadline="12-30"),
            hazard("12-01"),
            hazard("12-01", "12-18", deadline="12-15"),
            hazard("12-01", "12-18"),
        ],
        moment("12-20"),
    )
    assert told == {"open": 4, "without_plan": 1, "overdue": 2, "overdue_major": 1}
