"""Open hazards by their age, to the day."""

from itertools import pairwise

import pytest

from services.reporting.rectification.ageing import BUCKETS, ageing
from tests.reporting.rectification.hazards import hazard, moment

TODAY = moment("02-01 10:00")


def test_the_buckets_leave_no_gap() -> None:
    assert BUCKETS[0].from_days == 0
    assert BUCKETS[-1].to_days is None
    assert all(one.to_days is not None and one.to_days + 1 == two.from_days for one, two in pairwise(BUCKETS))


@pytest.mark.parametrize(
    ("found", "bucket"),
    [
        ("02-01 23:00", 0),
        ("01-25 00:00", 0),
        ("01-24 23:59", 1),
        ("01-17 00:00", 1),
        ("01-16 23:59", 2),
        ("01-02 00:00", 2),
        ("01-01 23:59", 3),
        ("12-03 00:00", 3),
        ("12-02 23:59", 4),
        ("11-15 00:00", 4),
    ],
)
def test_each_age_has_its_bucket(found: str, bucket: int) -> None:
    told = ageing([hazard(found)], TODAY)
    assert told["buckets"] == [{"open": int(place == bucket), "major": 0} for place in range(5)]


def test_what_is_closed_has_no_age() -> None:
    told = ageing([hazard("01-30", major=True), hazard("01-30"), hazard("01-01", "01-20", major=True)], TODAY)
    assert (told["open"], told["major"]) == (2, 1)
    assert told["buckets"] == [{"open": 2, "major": 1}, *[{"open": 0, "major": 0}] * 4]
