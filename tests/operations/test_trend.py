"""Whether what is behind grows or shrinks: said of numbers that come and go as they do."""

from collections.abc import Sequence

import pytest

from shared.operations.sampling import Sampling
from shared.operations.trend import Course, Sample, Trend, line_of


def trend(*values: int, every: float = 10) -> Trend:
    return Trend([Sample(1000 + place * every, value) for place, value in enumerate(values)])


@pytest.mark.parametrize(
    ("values", "course"),
    [
        ([], Course.UNKNOWN),
        ([0], Course.NOTHING),
        ([500], Course.UNKNOWN),
        ([500, 500], Course.UNKNOWN),
        ([500, 505, 499, 503, 500, 501, 500], Course.LEVEL),
        ([0, 0, 0, 0, 0, 0, 9], Course.LEVEL),
        ([0, 0, 0, 0, 0, 0, 11], Course.GROWING),
        ([1000, 900, 800, 700, 600, 500, 400], Course.SHRINKING),
        ([9000, 100, 100, 100, 100, 100, 100, 100], Course.LEVEL),
        ([100, 90, 40, 0], Course.NOTHING),
    ],
)
def test_the_last_minute_says_where_it_goes(values: Sequence[int], course: Course) -> None:
    assert trend(*values).course is course


def test_how_long_it_takes_at_the_pace_of_the_last_minute() -> None:
    assert trend(1000, 900, 800, 700, 600, 500, 400).seconds_left == pytest.approx(40)
    assert trend(100, 200, 300).seconds_left is None
    assert trend(0).seconds_left is None


def test_a_line_fits_its_box_and_touches_the_top_where_it_was_highest() -> None:
    points = [point.split(",") for point in line_of(trend(0, 10, 5), 60, 20).split()]
    assert [(float(x), float(y)) for x, y in points] == [(0, 20), (30, 0), (60, 10)]
    assert line_of(trend(), 60, 20) == ""
    assert line_of(trend(7), 60, 20) == "0.0,0.0"


def test_what_nobody_knows_is_no_sample() -> None:
    values: list[int | None] = [None, 3, None, 5]
    clock = iter(range(10))
    sampling = Sampling(lambda: float(next(clock)))
    sampling.add({"relay": lambda: values.pop(0)})
    for _ in range(4):
        sampling.take()
    assert [each.value for each in sampling.trend("relay").samples] == [3, 5]
    assert [each.at for each in sampling.trend("relay").samples] == [1, 3]
