"""Days from discovery to closure: exact, and the same everywhere."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.rectification.closing_times import closing_times
from services.reporting.rectification.found_hazard import FoundHazard
from tests.reporting.rectification.hazards import hazard, moment

DAY = 86_400_000_000


def taking(days: list[int]) -> list[FoundHazard]:
    found = moment("11-20 09:00")
    return [FoundHazard("d-a", False, found, found + each * DAY, None, "h1") for each in days]


@pytest.mark.parametrize(
    ("days", "median", "mean", "p90"),
    [
        ([0], "0.0", "0.0", 0),
        ([3, 1], "2.0", "2.0", 3),
        ([1, 2], "1.5", "1.5", 2),
        ([1, 1, 2], "1.0", "1.3", 2),
        ([1, 2, 2], "2.0", "1.7", 2),
        (list(range(1, 11)), "5.5", "5.5", 9),
        (list(range(1, 12)), "6.0", "6.0", 10),
        ([0] * 19 + [1], "0.0", "0.1", 0),
    ],
)
def test_of_some(days: list[int], median: str, mean: str, p90: int) -> None:
    told = closing_times([*taking(days), hazard("12-01")])
    assert told == {"closed": len(days), "median": median, "mean": mean, "p90": p90}


def test_of_none_there_is_nothing_to_say() -> None:
    assert closing_times([hazard("12-01")]) == {"closed": 0, "median": None, "mean": None, "p90": None}


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_the_mean_is_near_and_p90_covers_nine_in_ten(days: list[int]) -> None:
    told = closing_times(taking(days))
    mean, p90 = told["mean"], told["p90"]
    assert isinstance(mean, str)
    assert isinstance(p90, int)
    assert abs(Fraction(mean) - Fraction(sum(days), len(days))) <= Fraction(1, 20)
    needed = ceil(Fraction(9, 10) * len(days))
    assert sum(each <= p90 for each in days) >= needed > sum(each < p90 for each in days)
