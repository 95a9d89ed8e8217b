"""Where sliders stand, and what the form above a comparison says."""

import pytest

from services.reporting.pages.compare.choosing import chosen
from services.reporting.pages.compare.point import FROM, Place, Point
from services.reporting.pages.compare.stops import MOST, Stops, occurred_stops, read, recorded_stops, written
from services.reporting.subjects.campaign import Campaign
from shared.instant import microseconds, moment_at, write_instant
from shared.problems import Rejected
from tests.reporting.story import at


def moment(text: str) -> int:
    return microseconds(at(text))


CAMPAIGN = Campaign(
    id="c-1",
    title="",
    starts=moment("11-15"),
    ends=moment("12-20"),
    deadlines=(moment("11-30 18:00"), moment("12-14 18:00")),
    filers={"annex-3": (), "annex-4": ()},
    policy="1",
    form_titles={},
    foot_notes={},
    final_due=None,
    review=None,
    countersign=False,
)
OCCURRED = occurred_stops(CAMPAIGN)
RECORDED = recorded_stops(CAMPAIGN, moment("12-10 09:00"))


def test_each_day_and_each_deadline_is_a_stop_and_everything_is_the_last() -> None:
    assert OCCURRED.moments[0] == moment("11-16")
    assert moment("11-30 18:00") in OCCURRED.moments
    assert len(OCCURRED.moments) == 34 + 2
    assert OCCURRED.at(OCCURRED.last) is None
    assert OCCURRED.step_of(None) == OCCURRED.last
    assert OCCURRED.at(OCCURRED.step_of(moment("12-01 07:30"))) == moment("12-01")
    assert OCCURRED.step_of(moment("11-15 01:00")) == 0


def test_recorded_stops_end_before_now() -> None:
    assert RECORDED.moments[-1] == moment("12-10")
    assert moment("12-14 18:00") not in RECORDED.moments


def test_years_later_there_are_still_few_stops() -> None:
    late = recorded_stops(CAMPAIGN, moment("12-10") + 3_000 * 86_400 * 1_000_000)
    assert len(late.moments) <= MOST + 2
    assert moment("12-14 18:00") in late.moments


def test_fields_are_read_in_the_time_zone_of_the_notice() -> None:
    assert read("2024-11-30T18:00") == moment("11-30 18:00")
    assert written(moment("11-30 18:00")) == "2024-11-30T18:00"
    assert written(read("2024-11-30T18:00:01")) == "2024-11-30T18:00:01"
    assert (read(""), written(None)) == (None, "")


def said(moment_said: int) -> str:
    return write_instant(moment_at(moment_said))


def told(**fields: str) -> Point:
    return chosen(fields, "", OCCURRED, RECORDED)


def test_the_slider_is_meant_where_it_alone_was_moved() -> None:
    field = "2024-11-30T18:00"
    moved = told(occurred_at=field, occurred_was=field, occurred_step="0")
    assert moved == Point(occurred_until=said(moment("11-16")))
    unmoved = told(occurred_at=field, occurred_was=field, occurred_step=str(OCCURRED.step_of(read(field))))
    assert unmoved == Point(occurred_until=said(moment("11-30 18:00")))
    typed = told(occurred_at="2024-12-01T07:30", occurred_was=field, occurred_step="0")
    assert typed == Point(occurred_until=said(moment("12-01 07:30")))
    everything = told(occurred_at=field, occurred_was=field, occurred_step=str(OCCURRED.last))
    assert everything == Point()


def test_positions_stay_until_the_recorded_time_is_moved() -> None:
    fixed = {"positions": "registry:1,hazards:2", "recorded_at": "", "recorded_was": ""}
    assert told(**fixed, occurred_at="2024-12-01T00:00").positions == "registry:1,hazards:2"
    assert told(**fixed | {"recorded_at": "2024-12-01T00:00"}) == Point(recorded_until=said(moment("12-01")))


def test_a_submission_stays_until_something_is_moved() -> None:
    assert told(submission="1-d-a-1") == Point(submission="1-d-a-1")
    assert told(submission="1-d-a-1", policy="2") == Point(policy="2")


def test_the_other_point_has_names_of_its_own() -> None:
    fields = {"policy": "1", "from_policy": "2", "from_occurred_at": "2024-12-01T00:00"}
    assert chosen(fields, FROM, OCCURRED, RECORDED) == Point(occurred_until=said(moment("12-01")), policy="2")


@pytest.mark.parametrize("said", ["yesterday", "2024-02-30T00:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_what_is_no_moment_is_refused(said: str) -> None:
    with pytest.raises(Rejected, match="invalid_request"):
        told(occurred_at=said)


def test_a_step_that_no_slider_has_moves_nothing() -> None:
    for step in ("9" * 5000, "٣", "-1"):
        assert told(occurred_step=step) == Point()


def test_addresses_say_both_points() -> None:
    place = Place("c/1", "annex-4")
    assert place.address("compare", None, Point()) == "/reporting/pages/campaigns/c%2F1/annex-4/compare"
    both = place.address("compare", Point(policy="2"), Point(submission="1-d-a-1"))
    assert both.endswith("/compare?from_policy=2&submission=1-d-a-1")


def test_no_stop_at_all() -> None:
    assert Stops(()).step_of(moment("12-01")) == 0
