"""One click compares a period with the one before, each as it stood at its own deadline."""

from services.reporting.pages.compare.period_pairs import period_pairs
from services.reporting.pages.compare.point import Place, Point
from tests.reporting.pages.test_stops import CAMPAIGN, moment

PLACE = Place("c-1", "annex-4")
NOW = moment("12-16 09:00")
FIRST = Point("2024-11-30T10:00:00.000000Z", "2024-11-30T10:00:00.000000Z")
SECOND = Point("2024-12-14T10:00:00.000000Z", "2024-12-14T10:00:00.000000Z")


def test_each_period_that_is_over_is_led_to_the_next_one_and_the_last_to_now() -> None:
    pairs = list(period_pairs(CAMPAIGN, NOW, PLACE, SECOND, Point()))
    assert [(each.before.key, each.after and each.after.key) for each in pairs] == [("1", "2"), ("2", None)]
    assert [each.address for each in pairs] == [
        PLACE.address("compare", FIRST, SECOND),
        PLACE.address("compare", SECOND, Point()),
    ]
    assert [each.here for each in pairs] == [False, True]


def test_before_the_first_deadline_there_is_none() -> None:
    assert not list(period_pairs(CAMPAIGN, moment("11-20"), PLACE, Point(), Point()))
