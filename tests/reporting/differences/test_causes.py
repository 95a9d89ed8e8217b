"""Which cause is named for what moved a cell: the first that fits."""

from collections.abc import Callable

import pytest

from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.differences.frame import Cell
from shared.instant import microseconds
from tests.reporting.differences.told import ToldTown
from tests.reporting.story import CAMPAIGN, Story, at, town
from tests.reporting.telling import (
    closed,
    found,
    merged,
    penalty,
    referred,
    regraded,
    unit,
    visit,
    voided,
    withdrawn,
)

END = microseconds(at("03-01"))
Telling = Callable[[Story], object]


def before() -> Story:
    """Recorded up to 12-10, so that what occurred by then is back-dated afterwards."""
    story = town()
    unit(story, "u1", grade="red")
    unit(story, "u2")
    visit(story, "i1", unit_id="u2", by="d-a")
    found(story, "h1", "12-01", by="d-a")
    found(story, "h2", "12-02", by="d-b")
    referred(story, "12-03", by="d-a", id_="h1")
    penalty(story, "p1", "12-04", by="d-a", fen=12_345)
    visit(story, "i2", "12-10", unit_id="u1", by="g-1")
    return story


def causes(telling: Telling) -> dict[tuple[str, str], tuple[int, str]]:
    """By filer and column of 附件3, of what was told afterwards."""
    story = before()
    start = story.positions
    telling(story)
    told = ToldTown(story.logs, CAMPAIGN)
    policy = POLICIES["1"]
    found_ = told.explained(told.report(start, END, policy), told.report(told.positions, END, policy))
    return {
        (cell.filer, cell.column): (part.weight, part.cause)
        for cell, difference in found_.items()
        for part in difference.parts
        if cell.annex == "annex-3" and not cell.filer.startswith("total:")
    }


@pytest.mark.parametrize(
    ("telling", "expected"),
    [
        (lambda s: s.taken_back("hazard", "h1", 4), ("d-a", "referred_to_district", -1, "taken_back")),
        (lambda s: voided(s, "h1", when="12-01"), ("d-a", "hazards_found", -1, "taken_back")),
        (lambda s: voided(s, "p1", "penalty", "12-20"), ("d-a", "fines", -12_345, "taken_back")),
        (lambda s: merged(s, "h2", "h1", when="12-01"), ("d-b", "hazards_found", -1, "merged")),
        (lambda s: merged(s, "u1", "u2", "unit"), ("d-a", "units_red", -1, "merged")),
        (lambda s: withdrawn(s, "12-20"), ("d-a", "referred_to_district", -1, "correction")),
        (lambda s: regraded(s, "misjudged", "major"), ("d-a", "major_found", 1, "correction")),
        (lambda s: found(s, "h3", "12-09", by="d-b"), ("d-b", "hazards_found", 1, "back_dated")),
        (lambda s: closed(s, "12-10"), ("d-a", "hazards_closed", 1, "back_dated")),
        (
            lambda s: s.tell("unit.reassigned", "12-09", "u1", department="d-b"),
            ("d-b", "inspected", 1, "back_dated"),
        ),
        (
            lambda s: s.tell("unit.reassigned", "12-20", "u1", department="d-b"),
            ("d-b", "units", 1, "reassigned"),
        ),
        (lambda s: s.tell("unit.graded", "12-20", "u1", grade="blue"), ("d-a", "units_blue", 1, "regraded")),
        (lambda s: regraded(s, "raised", "major", "12-20"), ("d-a", "major_found", 1, "regraded")),
        (lambda s: closed(s, "12-20"), ("d-a", "hazards_closed", 1, "change")),
        (lambda s: s.tell("unit.closed_down", "12-20", "u2"), ("d-a", "units", -1, "change")),
        (lambda s: found(s, "h3", "12-20", by="d-b"), ("d-b", "hazards_found", 1, "new_activity")),
        (lambda s: visit(s, "i3", "12-20", by="d-b"), ("d-b", "inspected", 1, "new_activity")),
        (lambda s: penalty(s, "p2", "12-20", by="d-b", fen=7), ("d-b", "fines", 7, "new_activity")),
    ],
)
def test_the_first_cause_that_fits(telling: Telling, expected: tuple[str, str, int, str]) -> None:
    filer, column, weight, cause = expected
    assert causes(telling)[filer, column] == (weight, cause)


def steps(a: tuple[str, Policy], b: tuple[str, Policy]) -> dict[Cell, list[tuple[str, int, list[str]]]]:
    """Of a story in which a penalty is revoked between two cut-offs, and another imposed."""
    story = before()
    story.tell("penalty.revoked", "12-20", "p1", reason="复核")
    penalty(story, "p2", "12-21", by="d-a", fen=5)
    story.tell("penalty.revoked", "12-22", "p2", reason="复核")
    told = ToldTown(story.logs, CAMPAIGN)
    one, other = (told.report(told.positions, microseconds(at(until)), policy) for until, policy in (a, b))
    return {
        cell: [(part.cause, part.weight, [event.entry.type for event in part.events]) for part in each.parts]
        for cell, each in told.explained(one, other).items()
    }


def test_cut_off_policy_and_what_only_both_together_move() -> None:
    fines = Cell("annex-3", "d-a", "fines")
    early, late = "12-15", "03-01"
    first, second = POLICIES["1"], POLICIES["2"]
    revoked = ["penalty.imposed", "penalty.revoked"]
    assert steps((early, first), (late, first))[fines] == [("cut_off", 5, revoked)]
    assert steps((late, first), (late, second))[fines] == [
        ("policy", -12_345, revoked),
        ("policy", -5, revoked),
    ]
    assert steps((early, first), (late, second))[fines] == [
        ("cut_off", 5, revoked),
        ("interaction", -12_345, revoked),
        ("interaction", -5, revoked),
    ]


def test_events_of_both_logs_are_walked_in_the_order_in_which_they_were_recorded() -> None:
    """The inspection was counted for one department, and moved to the other when the unit was."""
    story = before()
    start = story.positions
    for number in range(20):
        found(story, f"h-{number}", "12-11", by="d-b")
    visit(story, "i3", "12-12", unit_id="u2", by="g-1")
    story.tell("unit.reassigned", "12-13", "u1", village="v-w")
    story.tell("unit.reassigned", "12-11", "u2", department="d-b")
    told = ToldTown(story.logs, CAMPAIGN)
    policy = POLICIES["1"]
    reports = told.report(start, END, policy), told.report(told.positions, END, policy)
    parts = told.explained(*reports)[Cell("annex-3", "d-b", "inspected")].parts
    assert [part.events[0].entry.type for part in parts] == ["unit.reassigned"]
