"""Entity tags differ whenever the answer may."""

from dataclasses import replace

import pytest

from services.reporting.reading import etags
from services.reporting.reading.etags import etag_of
from services.reporting.reading.question import Question
from shared.read_model.checkpoint import Checkpoint
from shared.read_model.model import Folded

ASKED = Question("somebody", "town", "annex-3", "winter", None, None, None, {}, None)
POSITIONS = {"registry": 3, "hazards": 9}
LOGS = {"registry": Checkpoint("one", 3), "hazards": Checkpoint("two", 9)}
FOLDED = Folded(1, LOGS, {})


def test_a_log_begun_anew_has_other_tags_at_the_same_positions() -> None:
    anew = replace(FOLDED, checkpoints=LOGS | {"hazards": Checkpoint("x", 9)})
    assert etag_of(ASKED, POSITIONS, FOLDED, "json") != etag_of(ASKED, POSITIONS, anew, "json")


def test_another_generation_has_other_tags_at_the_same_positions() -> None:
    other = replace(FOLDED, generation="figures_2")
    assert etag_of(ASKED, POSITIONS, FOLDED, "json") != etag_of(ASKED, POSITIONS, other, "json")


def test_who_sees_less_gets_another_tag() -> None:
    own = replace(ASKED, only=frozenset({"v-a"}))
    assert etag_of(ASKED, POSITIONS, FOLDED, "json") != etag_of(own, POSITIONS, FOLDED, "json")


def test_what_was_asked_by_a_recorded_time_names_it_and_so_has_another_tag() -> None:
    by_time = replace(ASKED, recorded_until="2024-12-01T00:00:00.000000Z")
    assert etag_of(ASKED, POSITIONS, FOLDED, "json") != etag_of(by_time, POSITIONS, FOLDED, "json")


def test_the_same_question_has_the_same_tag() -> None:
    assert etag_of(ASKED, POSITIONS, FOLDED, "json") == etag_of(ASKED, dict(POSITIONS), FOLDED, "json")


def test_an_upgrade_has_other_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words stand in code too: nobody is shown yesterday's for a day."""
    before = etag_of(ASKED, POSITIONS, FOLDED, "json")
    monkeypatch.setattr(etags, "INSTALLED", ("shared",))
    assert etag_of(ASKED, POSITIONS, FOLDED, "json") != before
