"""Which cut-offs a series has values at."""

from dataclasses import replace

import pytest

from services.reporting.series.points import MOST_POINTS, By, points
from services.reporting.subjects.campaign import Campaign
from shared.instant import microseconds
from shared.problems import Rejected
from tests.reporting.story import at, town

DEADLINES = ("11-30 18:00", "12-14 18:00", "02-28 18:00")


def moment(text: str) -> int:
    return microseconds(at(text))


def campaign() -> Campaign:
    return replace(town().campaign(), deadlines=tuple(map(moment, DEADLINES)))


@pytest.mark.parametrize(
    ("by", "until", "expected"),
    [
        ("day", "11-18", ["11-16", "11-17", "11-18"]),
        ("day", "11-17 09:30", ["11-16", "11-17", "11-17 09:30"]),
        ("day", "11-15", ["11-15"]),
        ("day", "11-01", ["11-01"]),
        ("period", "12-20", ["11-30 18:00", "12-14 18:00", "12-20"]),
        ("period", "12-14 18:00", ["11-30 18:00", "12-14 18:00"]),
        ("period", "2026-01-01", [*DEADLINES, "2026-01-01"]),
    ],
)
def test_the_report_itself_comes_last(by: By, until: str, expected: list[str]) -> None:
    assert points(by, campaign(), moment(until)) == list(map(moment, expected))


def test_every_day_of_the_window_ends_at_midnight_in_shanghai() -> None:
    found = points("day", campaign(), moment("2026-01-01"))
    assert (found[0], found[-2], len(found)) == (moment("11-16"), moment("03-01"), 107)


def test_there_are_not_too_many() -> None:
    century = replace(campaign(), ends=moment("2124-11-15"))
    full = century.starts + MOST_POINTS * 86_400_000_000
    assert len(points("day", century, full)) == MOST_POINTS
    with pytest.raises(Rejected, match="invalid_request"):
        points("day", century, full + 1)
    with pytest.raises(Rejected, match="invalid_request"):
        points("day", century, century.ends)
