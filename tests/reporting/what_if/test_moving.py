"""What would move is what moves when it is really recorded: of any history, for every fact."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.scope import Scope
from services.reporting.what_if.moving import moves
from services.reporting.what_if.supposed import merged, taken_back
from shared.instant import microseconds
from shared.problems import Rejected
from tests.reporting.differences.told import ANNEXES, Figures, ToldTown, difference_of
from tests.reporting.histories import Saying, histories, told
from tests.reporting.story import CAMPAIGN, at
from tests.reporting.story import town as told_town
from tests.reporting.telling import found, unit

POLICY = POLICIES["1"]
MOMENTS = st.sampled_from([microseconds(at(text)) for text in ("12-01", "12-15", "03-01")])


def moved(town: ToldTown, moment: int, supposed: object) -> Figures:
    report = town.report(town.positions, moment, POLICY)
    changes = moves(Scope(CAMPAIGN, ANNEXES, None), town.subjects(), report, supposed)  # type: ignore[arg-type]
    for move in changes.values():
        assert move.to - move.from_ == sum(weight for _, weight in move.members)
    return {tuple(cell): move.to - move.from_ for cell, move in changes.items() if move.to != move.from_}


def figures(town: ToldTown, moment: int) -> Figures:
    return town.figures(town.positions, moment, POLICY)


@given(data=st.data(), history=histories(), moment=MOMENTS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_fact_taken_back(data: st.DataObject, history: list[Saying], moment: int) -> None:
    story = told(history)
    town = ToldTown(story.logs, CAMPAIGN)
    facts = [
        (key, entry, entry is entries[0])
        for key, entries in town.subjects().items()
        if key[0] not in ("organisation", "official", "campaign")
        for entry in entries
    ]
    (kind, subject), entry, introduces = data.draw(st.sampled_from(facts))
    log = "registry" if kind == "unit" else "hazards"
    computed = moved(town, moment, taken_back(town.subjects(), log, entry.position))
    before = figures(town, moment)
    if not introduces:
        story.taken_back(kind, subject, entry.position)
    elif kind == "case":
        story.tell("case.withdrawn", "12-31", subject, reason="误送")
    else:
        story.tell(f"{kind}.voided", "12-31", subject, reason="误报")
    assert computed == difference_of(before, figures(ToldTown(story.logs, CAMPAIGN), moment))


@given(
    history=histories(),
    moment=MOMENTS,
    which=st.sampled_from(["u1 u2", "u3 u1", "u2 u3", "h1 h2", "h3 h1", "h2 h3"]),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_merged_into_another(history: list[Saying], moment: int, which: str) -> None:
    story = told(history)
    town = ToldTown(story.logs, CAMPAIGN)
    kind, (one, other) = ("unit" if which.startswith("u") else "hazard"), which.split()
    computed = moved(town, moment, merged(town.subjects(), kind, one, other))
    before = figures(town, moment)
    story.tell(f"{kind}.merged", "12-31", one, into=other)
    assert computed == difference_of(before, figures(ToldTown(story.logs, CAMPAIGN), moment))


def test_a_report_that_does_not_know_the_fact_does_not_move() -> None:
    story = told_town()
    unit(story, "u1")
    known = story.positions
    position = found(story, "h1")
    town = ToldTown(story.logs, CAMPAIGN)
    supposed = taken_back(town.subjects(), "hazards", position)
    report = town.report(known, microseconds(at("03-01")), POLICY)
    assert moves(Scope(CAMPAIGN, ANNEXES, None), town.subjects(), report, supposed) == {}


@pytest.mark.parametrize(("log", "position"), [("registry", 1), ("hazards", 1), ("registry", 99)])
def test_what_is_in_no_figure_can_not_be_asked(log: str, position: int) -> None:
    story = told_town()
    unit(story, "u1")
    with pytest.raises(Rejected, match="No figure"):
        taken_back(ToldTown(story.logs, CAMPAIGN).subjects(), log, position)


@pytest.mark.parametrize(
    ("one", "other", "code"), [("u1", "u1", "invalid_request"), ("u1", "u9", "not_found")]
)
def test_what_can_not_be_merged(one: str, other: str, code: str) -> None:
    story = told_town()
    unit(story, "u1")
    with pytest.raises(Rejected) as refused:
        merged(ToldTown(story.logs, CAMPAIGN).subjects(), "unit", one, other)
    assert refused.value.code == code
