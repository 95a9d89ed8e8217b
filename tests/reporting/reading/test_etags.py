"""Entity tags differ whenever the answer may."""

from dataclasses import replace

from services.reporting.reading.etags import etag_of
from services.reporting.reading.question import Question

ASKED = Question("somebody", "town", "annex-3", "winter", None, None, None, {}, None)
POSITIONS = {"registry": 3, "hazards": 9}
LOGS = {"registry": "one", "hazards": "two"}


def test_a_log_begun_anew_has_other_tags_at_the_same_positions() -> None:
    assert etag_of(ASKED, POSITIONS, LOGS, "json") != etag_of(
        ASKED, POSITIONS, LOGS | {"hazards": "x"}, "json"
    )


def test_who_sees_less_gets_another_tag() -> None:
    own = replace(ASKED, only=frozenset({"v-a"}))
    assert etag_of(ASKED, POSITIONS, LOGS, "json") != etag_of(own, POSITIONS, LOGS, "json")


def test_what_was_asked_by_a_recorded_time_names_it_and_so_has_another_tag() -> None:
    by_time = replace(ASKED, recorded_until="2024-12-01T00:00:00.000000Z")
    assert etag_of(ASKED, POSITIONS, LOGS, "json") != etag_of(by_time, POSITIONS, LOGS, "json")


def test_the_same_question_has_the_same_tag() -> None:
    assert etag_of(ASKED, POSITIONS, LOGS, "json") == etag_of(ASKED, dict(POSITIONS), dict(LOGS), "json")
