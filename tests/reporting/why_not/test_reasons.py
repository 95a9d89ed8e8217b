"""Every reason by an example: what happened, where it is looked for, and the first thing that fails."""

import pytest

from services.reporting.counting.columns import COLUMN
from services.reporting.why_not.rules.cell import FAMILY
from services.reporting.why_not.rules.reasons import SENTENCES, message
from tests.reporting.why_not.hazard_situations import HANDLING, HAZARDS
from tests.reporting.why_not.situations import Why
from tests.reporting.why_not.unit_situations import UNITS

EVERY = [*HAZARDS, *HANDLING, *UNITS]


@pytest.mark.parametrize("why", EVERY, ids=str)
def test_the_first_condition_that_fails(why: Why) -> None:
    reason = why.explained().reason
    if reason is None:
        assert why.code is None
    else:
        assert (reason.code, reason.who) == (why.code, why.who)
        assert [entry.type for entry in reason.behind] == why.behind.split()


def test_every_column_has_its_rules() -> None:
    assert set(FAMILY) == set(COLUMN)


def test_every_reason_has_a_case() -> None:
    assert {why.code for why in EVERY} - {None} == set(SENTENCES)


@pytest.mark.parametrize("why", [why for why in EVERY if why.code], ids=str)
def test_sentences_are_whole(why: Why) -> None:
    reason = why.explained().reason
    assert reason is not None
    said = message(reason, {"d-b": "乙科"}, survivor_counts=True)
    assert "“”" not in said
    assert not any(gap in said for gap in ("{", "  ", "was  ", "was and", " by and"))
    chinese, _, english = said.partition("。 ")
    assert len(chinese) > 3
    assert not chinese.startswith(("在统计", "已作废"))
    assert english.endswith(".")


def test_a_merger_says_whether_its_end_counts() -> None:
    here = HAZARDS[4].explained()
    assert here.reason is not None
    assert (here.reason.survivor, here.survivor_counts) == ("h3", True)
    there = Why("", HAZARDS[4].happens, "hazard h1 d-b hazards_found", "merged").explained()
    assert there.survivor_counts is False
