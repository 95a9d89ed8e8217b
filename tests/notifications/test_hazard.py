"""Where a hazard stands, told as histories and what is kept of them."""

from collections.abc import Callable
from typing import Any

import pytest

from services.notifications.subjects.hazard import hazard_view
from services.notifications.subjects.kept import entry_of
from shared.instant import write_instant
from tests.notifications.chain import Chain, day

PLAN = {"responsible": "张三", "measures": "清理", "funds": "无", "contingency": "疏散"}


@pytest.fixture
def chain() -> Chain:
    chain = Chain("hazards")
    chain.found("h-1", 1)
    return chain


def view(chain: Chain) -> dict[str, Any]:
    entries = [entry for event in chain.events if (entry := entry_of(event.envelope)) is not None]
    return hazard_view("h-1", entries)


History = Callable[[Chain], object]


@pytest.mark.parametrize(
    ("history", "state", "since"),
    [
        (lambda _: None, "open", 1),
        (lambda c: c.hazard("rectification_claimed", "h-1", 3, by="unit"), "claimed", 3),
        (
            lambda c: (
                c.hazard("rectification_claimed", "h-1", 3, by="unit"),
                c.hazard("rectification_rejected", "h-1", 4, by="d-1", reason="未整改"),
            ),
            "open",
            4,
        ),
        (lambda c: c.hazard("closed", "h-1", 5, by="v-1"), "closed", 5),
        (
            lambda c: (
                c.hazard("closed", "h-1", 5, by="v-1"),
                c.hazard("rectification_claimed", "h-1", 6, by="unit"),
            ),
            "closed",
            5,
        ),
        (
            lambda c: (
                c.hazard("look_back_failed", "h-1", 9, by="d-1"),
                c.hazard("closed", "h-1", 5, by="v-1"),
            ),
            "open",
            9,
        ),
        (
            lambda c: (
                c.hazard("closed", "h-1", 5, by="v-1"),
                c.hazard("look_back_passed", "h-1", 9, by="d-1"),
            ),
            "looked_back",
            9,
        ),
        (
            lambda c: (
                c.hazard("voided", "h-1", 2, reason="误报"),
                c.hazard("closed", "h-1", 5, by="v-1"),
            ),
            "voided",
            2,
        ),
        (lambda c: c.hazard("merged", "h-1", 2, into="h-2"), "merged", 2),
        (lambda c: c.take_back("hazard/h-1", c.hazard("closed", "h-1", 5, by="v-1")), "open", 1),
        (
            lambda c: c.take_back(
                "hazard/h-1", c.take_back("hazard/h-1", c.hazard("closed", "h-1", 5, by="v-1"))
            ),
            "closed",
            5,
        ),
    ],
)
def test_state(chain: Chain, history: History, state: str, since: int) -> None:
    history(chain)
    kept = view(chain)
    assert (kept["state"], kept["since"]) == (state, write_instant(day(since)))


@pytest.mark.parametrize(
    ("regradings", "severity"),
    [
        ([], "general"),
        ([("major", "raised", 5)], "major"),
        ([("major", "raised", 5), ("general", "mitigated", 8)], "general"),
        ([("general", "mitigated", 8), ("major", "raised", 5)], "general"),
        ([("major", "raised", 5), ("general", "misjudged", 2)], "general"),
        ([("major", "misjudged", 9)], "major"),
        ([("general", "misjudged", 9), ("major", "raised", 5)], "major"),
    ],
)
def test_severity(chain: Chain, regradings: list[tuple[str, str, int]], severity: str) -> None:
    for to, reason, number in regradings:
        chain.hazard("regraded", "h-1", number, severity=to, reason=reason)
    assert view(chain)["severity"] == severity


def test_the_deadline_is_the_latest_plans(chain: Chain) -> None:
    assert view(chain)["deadline"] is None
    chain.hazard("planned", "h-1", 4, deadline="2024-12-31", **PLAN)
    chain.hazard("planned", "h-1", 2, deadline="2024-12-15", **PLAN)
    assert view(chain)["deadline"] == "2024-12-31"


def test_referrals_wait_for_an_answer(chain: Chain) -> None:
    chain.hazard("referred", "h-1", 2, by="v-1", to="d-1")
    chain.hazard("referred", "h-1", 3, by="v-1", to="d-2")
    assert view(chain)["awaiting_answer"] == ["d-1", "d-2"]
    chain.hazard("referral_answered", "h-1", 4, to="d-1", answer="refused")
    chain.hazard("referral_withdrawn", "h-1", 1, to="d-2", reason="误录")
    assert view(chain)["awaiting_answer"] == []
    chain.hazard("referred", "h-1", 1, by="v-1", to="d-2")
    assert view(chain)["awaiting_answer"] == ["d-2"]


def test_a_referral_waits_since_it_was_first_sent_and_anew_after_an_answer(chain: Chain) -> None:
    chain.hazard("referred", "h-1", 2, by="d-1", to="q-1")
    chain.hazard("referred", "h-1", 3, by="d-2", to="q-1")
    assert view(chain)["referrals"] == [{"to": "q-1", "by": ["d-1", "d-2"], "since": write_instant(day(2))}]
    chain.hazard("referral_answered", "h-1", 4, to="q-1", answer="accepted")
    assert [each["answer"] for each in view(chain)["referrals"]] == ["accepted"]
    chain.hazard("referred", "h-1", 5, by="d-2", to="q-1")
    assert view(chain)["referrals"] == [{"to": "q-1", "by": ["d-2"], "since": write_instant(day(5))}]
    chain.hazard("referral_answered", "h-1", 6, to="q-1", answer="refused")
    assert view(chain)["referrals"] == []


def test_major_is_known_since_an_entry(chain: Chain) -> None:
    assert view(chain)["major"] is None
    chain.hazard("regraded", "h-1", 4, severity="major", reason="raised")
    recorded = write_instant(chain.events[-1].envelope.recorded)
    assert view(chain)["major"] == {"since": write_instant(day(4)), "recorded": recorded}
    chain.hazard("regraded", "h-1", 3, severity="major", reason="raised")
    assert view(chain)["major"]["since"] == write_instant(day(4))


def test_the_last_entry_is_whatever_happened_last(chain: Chain) -> None:
    chain.hazard("controls_imposed", "h-1", 8, controls="停用")
    chain.hazard("planned", "h-1", 4, deadline="2024-12-31", **PLAN)
    assert view(chain)["last_entry"] == write_instant(day(8))


def test_a_state_repeated_has_lasted_since_the_first(chain: Chain) -> None:
    chain.hazard("rectification_claimed", "h-1", 3, by="unit")
    chain.hazard("rectification_claimed", "h-1", 5, by="unit")
    assert view(chain)["since"] == write_instant(day(3))


def test_supervision_and_who_is_concerned(chain: Chain) -> None:
    chain.hazard("supervision_ordered", "h-1", 2, by="d-1", level="town", leader="o-1")
    kept = view(chain)
    assert kept["supervision"] == {
        "since": write_instant(day(2)), "by": "d-1", "level": "town", "leader": "o-1",
    }  # fmt: skip
    assert kept["organisations"] == ["d-1", "v-1"]
    chain.hazard("supervision_lifted", "h-1", 3, by="d-1")
    assert view(chain)["supervision"] is None


def test_who_has_only_touched_it_is_not_concerned(chain: Chain) -> None:
    """Acting on a hazard gives nothing; nor does a referral that was refused or withdrawn."""
    chain.hazard("rectification_claimed", "h-1", 2, by="v-2")
    chain.hazard("closed", "h-1", 3, by="d-9")
    chain.hazard("referred", "h-1", 4, by="v-1", to="d-1")
    chain.hazard("referred", "h-1", 4, by="v-1", to="d-2")
    chain.hazard("referred", "h-1", 4, by="v-1", to="d-3")
    assert view(chain)["organisations"] == ["d-1", "d-2", "d-3", "v-1"]
    chain.hazard("referral_answered", "h-1", 5, to="d-1", answer="refused")
    chain.hazard("referral_withdrawn", "h-1", 5, to="d-2", reason="送错")
    assert view(chain)["organisations"] == ["d-3", "v-1"]
    chain.hazard("referral_answered", "h-1", 6, to="d-1", answer="accepted")
    assert view(chain)["organisations"] == ["d-1", "d-3", "v-1"]


def test_a_self_report_is_the_matter_of_whoever_recorded_it() -> None:
    chain = Chain("hazards")
    chain.found("h-1", 1, by="unit")
    assert view(chain)["organisations"] == ["d-1"]
